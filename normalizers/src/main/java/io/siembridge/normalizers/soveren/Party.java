package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Optional;

/** The service at one end of a flow: an object, or in place of one just the service's name. */
record Party(Payload payload) {
    Payload name() {
        return payload.isObject() ? payload.at("name") : payload;
    }

    /** The Kubernetes namespace; services outside the cluster have none. */
    Payload namespace() {
        return payload.at("namespace");
    }

    Payload link() {
        return payload.at("link");
    }

    /** Names of the groups the service belongs to. */
    List<Payload> groups() {
        return payload.at("groups").elements().stream()
                .map(group -> group.isObject() ? group.at("name") : group)
                .toList();
    }

    /** {@code namespace/name}, or the name alone. */
    Optional<String> qualifiedName() {
        return name().text()
                .map(name -> namespace()
                        .text()
                        .map(namespace -> namespace + "/" + name)
                        .orElse(name));
    }

    /** Only the link says on which side of the border a service is. */
    boolean isInternal() {
        return link().text().filter(link -> link.contains("/internal-assets/")).isPresent();
    }

    boolean isExternal() {
        return link().text().filter(link -> link.contains("/external-assets/")).isPresent();
    }
}
