package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.ResourceRole;
import io.siembridge.normalizers.vendor.HostText;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The web application a security issue was found in: by its host, in the oldest form also by address and port. */
record AffectedSite(Payload issue, Payload field, HostText host) {
    /** The site an issue names; empty where it names none. */
    static Optional<AffectedSite> of(Payload issue) {
        return site(issue, "host", "domain").or(() -> address(issue));
    }

    private static Optional<AffectedSite> site(Payload issue, String... names) {
        return Given.first(issue, names)
                .flatMap(field -> field.text().flatMap(HostText::of).map(host -> new AffectedSite(issue, field, host)));
    }

    private static Optional<AffectedSite> address(Payload issue) {
        return site(issue, "source").filter(site -> site.host().isAddress());
    }

    /** Fills an affected resource. */
    void addTo(Attributes resource) {
        resource.text("uid", host.host()).text("name", host.host());
        if (!host.isAddress()) {
            resource.text("hostname", host.host());
        }
        ResourceRole.AFFECTED.addTo(resource.text("type", "Web Application"));
        Stream.of(host, address(issue).map(AffectedSite::host).orElse(host))
                .filter(HostText::isAddress)
                .findFirst()
                .ifPresent(address -> resource.ip("ip", address.host()));
        if (field.text().filter(host.host()::equals).isPresent()) {
            field.markTaken();
        }
        resource.object("data", this::addPlace);
    }

    private void addPlace(Attributes data) {
        for (String name : List.of("method", "path", "parameter")) {
            Given.first(issue, name).ifPresent(value -> data.json(name, value));
        }
        address(issue).flatMap(site -> site.host().port()).or(host::port).ifPresent(port -> data.integer("port", port));
    }
}
