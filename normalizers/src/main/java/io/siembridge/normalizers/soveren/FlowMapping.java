package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.ResourceRole;
import java.util.Optional;

/** Data in motion: who sends it, who receives it, and through which API endpoint. */
final class FlowMapping {
    private final EventObject object;

    FlowMapping(EventObject object) {
        this.object = object;
    }

    void addEndpoints(Attributes event) {
        event.object("src_endpoint", this::fillSource);
        event.object("dst_endpoint", this::fillDestination);
        event.object("actor", actor -> trigger().ifPresent(party -> actor.text("app_name", party.name())));
    }

    void addResources(Attributes event) {
        event.add("resources", service(object.sender(), ResourceRole.ACTOR));
        event.add("resources", service(object.receiver(), ResourceRole.AFFECTED));
        event.add("resources", apiEndpoint(object.endpoint()));
    }

    private void fillSource(Attributes source) {
        Party sender = object.sender();
        source.text("svc_name", sender.name()).text("name", sender.name());
        addScope(source, sender.isExternal(), sender.isInternal());
    }

    private void fillDestination(Attributes destination) {
        Party receiver = object.receiver();
        destination
                .text("svc_name", receiver.name())
                .text("name", receiver.name())
                .ip("ip", object.at("third_party_ip"));
        boolean thirdParty = destination.has("ip");
        ApiEndpoint endpoint = object.endpoint();
        endpoint.host().ifPresent(host -> host.addToEndpoint(destination, endpoint.hostname()));
        addScope(destination, thirdParty || receiver.isExternal(), receiver.isInternal());
    }

    /** An endpoint of nothing but a scope is not valid. */
    private static void addScope(Attributes endpoint, boolean external, boolean internal) {
        if (endpoint.isEmpty()) {
            return;
        }
        if (external) {
            endpoint.choice("network_scope_id", 2, "network_scope", "External");
        } else if (internal) {
            endpoint.choice("network_scope_id", 1, "network_scope", "Internal");
        }
    }

    /** The side the vendor holds to have caused the event. */
    private Optional<Party> trigger() {
        return object.text("event_triggered_by").map(Slug::of).flatMap(side -> switch (side) {
            case "sending" -> Optional.of(object.sender());
            case "receiving" -> Optional.of(object.receiver());
            default -> Optional.empty();
        });
    }

    private static Attributes service(Party party, ResourceRole role) {
        Attributes resource = Attributes.create();
        resource.text("uid", party.link());
        if (!resource.has("uid")) {
            resource.text("uid", party.qualifiedName());
        }
        if (resource.isEmpty()) {
            return resource;
        }
        resource.text("name", party.name()).text("namespace", party.namespace()).text("type", "Service");
        party.groups().forEach(group -> group.take().ifPresent(name -> resource.addText("labels", "group:" + name)));
        return role.addTo(resource);
    }

    private static Attributes apiEndpoint(ApiEndpoint endpoint) {
        Attributes resource = Attributes.create();
        Optional<String> name = endpoint.name();
        resource.text("uid", name).text("name", name);
        if (resource.isEmpty()) {
            return resource;
        }
        endpoint.host().ifPresent(host -> host.addTo(resource, endpoint.hostname()));
        resource.text("type", "API Endpoint");
        return ResourceRole.AFFECTED
                .addTo(resource)
                .object(
                        "data",
                        details -> details.text("method", endpoint.method())
                                .text("url", endpoint.url())
                                .text("link", endpoint.link()));
    }
}
