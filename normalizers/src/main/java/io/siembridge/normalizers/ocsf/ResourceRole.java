package io.siembridge.normalizers.ocsf;

/** {@code resources[].role_id}: what a resource has to do with the event. */
public enum ResourceRole {
    ACTOR(2, "Actor"),
    AFFECTED(3, "Affected"),
    RELATED(4, "Related");

    private final int id;
    private final String caption;

    ResourceRole(int id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    public Attributes addTo(Attributes resource) {
        return resource.choice("role_id", id, "role", caption);
    }
}
