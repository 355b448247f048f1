package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** An endpoint that traffic and specification disagree about (shadow, orphan, zombie), as a detection finding. */
final class RogueApiMapping implements Mapping {
    static final Set<String> TYPES = Set.of("api_comparison_result", "rogue_api_detected");

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        if (!TYPES.contains(notification.type())) {
            return Optional.empty();
        }
        Payload details = notification.details();
        ApiEndpoint endpoint = ApiEndpoint.takenFrom(details);
        String kind = Given.text(details.at("type_of_endpoint")).orElse("rogue");
        String title = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + " API endpoint";
        String object = endpoint.isKnown()
                ? String.join(":", kind, endpoint.method(), endpoint.place())
                : WallarmEvents.objectOf(notification);
        EventBuilder event = events.startDetection(notification, ApiChangeMapping.FEATURE, object, title);
        String verdict = kind.equalsIgnoreCase("shadow") ? " is not in " : " in comparison with ";
        event.message(title + " " + endpoint.shown()
                + details.text("specification_name").map(name -> verdict + name).orElse(""));
        event.attributes().object("finding_info", finding -> addFinding(finding, notification));
        event.attributes().add("evidences", evidence -> addEvidence(evidence, endpoint, details));
        if (endpoint.isKnown()) {
            event.attributes().add("resources", endpoint::addResource);
        }
        return Optional.of(event);
    }

    private static void addFinding(Attributes finding, Notification notification) {
        Payload details = notification.details();
        finding.addText("types", details.at("type_of_endpoint"));
        if (!finding.has("types")) {
            finding.addText("types", notification.type());
        }
        finding.url("src_url", details.at("link"));
        if (details.text("specification_name").isEmpty()) {
            Trigger.addTo(finding, notification);
            return;
        }
        finding.object(
                "analytic",
                analytic -> analytic.text("name", details.at("specification_name"))
                        .choice("type_id", 1, "type", "Rule")
                        .text("category", "API specification comparison"));
    }

    /** The method alone is no evidence to the schema, so it comes only with an address or something else said. */
    private static void addEvidence(Attributes evidence, ApiEndpoint endpoint, Payload details) {
        evidence.object("url", endpoint::addUrl);
        evidence.object("data", data -> data.json("application", details.at("application")));
        if (!evidence.isEmpty() && HttpExchange.isSchemaMethod(endpoint.method())) {
            evidence.object("http_request", request -> request.text("http_method", endpoint.method()));
        }
    }
}
