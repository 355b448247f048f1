package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.ResourceRole;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The tested project, with the organisation that owns it and the container image it stands for, if any. */
final class Project {
    private static final Set<String> SYSTEM_PACKAGE_TYPES = Set.of("deb", "rpm", "apk", "linux");

    private final Payload project;
    private final Payload organisation;
    private final String type;

    Project(Payload snapshot) {
        project = snapshot.at("project");
        organisation = snapshot.at("org");
        type = project.text("type").orElse("").toLowerCase(Locale.ROOT);
    }

    /** {@code metadata.product.name}. */
    String product() {
        return isContainer() ? "Snyk Container" : "Snyk Open Source";
    }

    Payload name() {
        return project.at("name");
    }

    /** The package manager, such as {@code npm}; lower case. */
    String type() {
        return type;
    }

    Payload typeAsSent() {
        return project.at("type");
    }

    Optional<String> id() {
        return project.text("id");
    }

    Payload browseUrl() {
        return project.at("browseUrl");
    }

    Payload totalDependencies() {
        return project.at("totalDependencies");
    }

    boolean holdsSystemPackages() {
        return SYSTEM_PACKAGE_TYPES.contains(type());
    }

    private boolean isContainer() {
        return holdsSystemPackages() || type().equals("dockerfile") || namesImage();
    }

    /** A tag alone names no image: projects of other kinds carry the version of the package in it. */
    private boolean namesImage() {
        return project.text("imageId").isPresent()
                || project.text("imageBaseImage").isPresent()
                || project.text("imagePlatform").isPresent();
    }

    /** Adds the project, and after it the image it stands for, to {@code resources}. */
    void addTo(Attributes event, ResourceRole role) {
        addTo(event, role, Attributes.create());
    }

    /** Adds the project with details that have no attribute of their own. */
    void addTo(Attributes event, ResourceRole role, Attributes details) {
        if (isNamed()) {
            Attributes resource = Attributes.create()
                    .text("uid", project.at("id"))
                    .text("name", project.at("name"))
                    .text("type", project.at("type"))
                    .text("namespace", organisation.at("slug"));
            addCriticality(resource);
            addLabels(resource);
            addOwner(resource);
            resource.set("data", details);
            event.add("resources", role.addTo(resource));
        }
        if (namesImage() || (isContainer() && project.text("imageTag").isPresent())) {
            addImage(event);
        }
    }

    /** The schema wants an id or a name of a resource; without, its details stay in {@code unmapped}. */
    boolean isNamed() {
        return id().isPresent() || name().text().isPresent();
    }

    private void addCriticality(Attributes resource) {
        project.at("attributes", "criticality").elements().stream()
                .findFirst()
                .ifPresent(first -> resource.text("criticality", first));
    }

    /** Labels are put together from names and values, so these also stay where they are. */
    private void addLabels(Attributes resource) {
        for (String attribute : new String[] {"environment", "lifecycle"}) {
            for (Payload value : project.at("attributes", attribute).elements()) {
                value.text().ifPresent(text -> resource.addText("labels", attribute + ":" + text));
            }
        }
        for (Payload tag : project.at("tags").elements()) {
            String key = tag.text("key").orElse("");
            tag.text("value").ifPresent(value -> resource.addText("labels", key + ":" + value));
        }
    }

    /** A user without id and name is none to the schema. */
    private void addOwner(Attributes resource) {
        Payload owner = project.at("owner");
        boolean hasUserName = owner.text("username").isPresent();
        if (hasUserName || owner.text("id").isPresent()) {
            resource.object(
                    "owner",
                    user -> user.text("uid", owner.at("id"))
                            .text("name", owner.at("username"))
                            .text("full_name", owner.at("name"))
                            .email("email_addr", owner.at("email")));
        }
    }

    private void addImage(Attributes event) {
        Payload id = project.at("imageId");
        if (id.text().isEmpty() && name().text().isEmpty()) {
            return;
        }
        event.add(
                "resources",
                ResourceRole.AFFECTED.addTo(Attributes.create()
                        .text("uid", id)
                        .text("name", name())
                        .text("type", "Container Image")
                        .text("version", project.at("imageTag"))
                        .object(
                                "data",
                                data -> data.text("base_image", project.at("imageBaseImage"))
                                        .text("platform", project.at("imagePlatform"))
                                        .text("cluster", project.at("imageCluster")))));
    }
}
