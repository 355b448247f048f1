package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Attributes;

/** {@code resources[].role_id}. */
enum ResourceRole {
    AFFECTED(3, "Affected"),
    RELATED(4, "Related");

    private final int id;
    private final String caption;

    ResourceRole(int id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    Attributes addTo(Attributes resource) {
        return resource.choice("role_id", id, "role", caption);
    }
}
