package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.vendor.Payload;
import java.util.ArrayList;
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
        List<Payload> groups = new ArrayList<>();
        for (Payload group : payload.at("groups").elements()) {
            groups.add(group.isObject() ? group.at("name") : group);
        }
        return groups;
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
        return linkContains("/internal-assets/");
    }

    boolean isExternal() {
        return linkContains("/external-assets/");
    }

    private boolean linkContains(String part) {
        return link().text().orElse("").contains(part);
    }
}
