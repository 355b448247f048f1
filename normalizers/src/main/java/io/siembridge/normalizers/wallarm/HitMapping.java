package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Text;
import io.siembridge.normalizers.vendor.EventTime;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A hit, one malicious request judged by the filtering node, as HTTP activity under a security control. */
final class HitMapping implements Mapping {
    static final String TYPE = "new_hits";

    private static final Map<String, Integer> ACTIVITIES = Map.of(
            "CONNECT", 1, "DELETE", 2, "GET", 3, "HEAD", 4, "OPTIONS", 5, "POST", 6, "PUT", 7, "TRACE", 8, "PATCH", 9);

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        Payload hit = notification.hit();
        if (!hit.isObject()) {
            return Optional.empty();
        }
        HttpExchange exchange = HttpExchange.of(notification);
        if (exchange.isEmpty()) {
            return Optional.empty();
        }
        Verdict verdict = Verdict.of(hit);
        EventBuilder event = events.start(notification, EventClass.HTTP_ACTIVITY, activity(exchange), "WAF");
        event.severity(events.severities().ofHit(verdict.type(), verdict.isBlocked()))
                .message(message(verdict, exchange));
        addStatus(event, exchange, verdict);
        addTimes(event, notification, hit);
        addIdentity(event, hit);
        addVerdict(event, verdict);
        exchange.addTo(event.attributes());
        addRule(event.attributes(), hit, verdict);
        verdict.known().ifPresent(known -> known.technique().addTo(event.attributes()));
        exchange.source().flatMap(Payload::text).ifPresent(address -> addOrigin(event.attributes(), hit, address));
        return Optional.of(event);
    }

    private static Activity activity(HttpExchange exchange) {
        String method = Text.oneLine(exchange.method().orElse(""));
        if (method.isEmpty()) {
            return EventClass.HTTP_ACTIVITY.activity(0);
        }
        Integer known = ACTIVITIES.get(method);
        return known == null
                ? EventClass.HTTP_ACTIVITY.otherActivity(method)
                : EventClass.HTTP_ACTIVITY.activity(known);
    }

    private static String message(Verdict verdict, HttpExchange exchange) {
        String place = exchange.shown().isEmpty() ? "" : " in" + exchange.shown();
        String from = exchange.source()
                .flatMap(Payload::text)
                .map(address -> " from " + address)
                .orElse("");
        return (verdict.title().isEmpty() ? "Attack" : verdict.title()) + place + from + " " + verdict.status();
    }

    private static void addStatus(EventBuilder event, HttpExchange exchange, Verdict verdict) {
        if (verdict.isBlocked() || exchange.status().filter(code -> code >= 400).isPresent()) {
            event.status(2, "Failure");
        } else if (exchange.status().isPresent()) {
            event.status(1, "Success");
        } else {
            event.status(0, "Unknown");
        }
    }

    /**
     * A test hit carries constants of the year 2020, which is far outside of what a SIEM shows or even keeps: it happened
     * when the button was pressed.
     */
    private static void addTimes(EventBuilder event, Notification notification, Payload hit) {
        Optional<Payload> sent = Given.first(hit, "request_time", "create_time");
        sent.ifPresent(time -> event.inMetadata(metadata -> metadata.text("original_time", time)));
        if (notification.isTest()) {
            return;
        }
        Optional<EventTime> requested = EventTime.read(hit.at("request_time"));
        Optional<EventTime> recorded = EventTime.read(hit.at("create_time"));
        requested.or(() -> recorded).ifPresent(time -> time.addTo(event));
        recorded.ifPresent(time -> {
            event.inMetadata(metadata -> metadata.integer("logged_time", time.epochMillis()));
            hit.at("create_time").markTaken();
        });
    }

    private static void addIdentity(EventBuilder event, Payload hit) {
        event.inMetadata(metadata -> {
            metadata.text("correlation_uid", hit.at("request_id"));
            Payload id = hit.at("id");
            metadata.text("original_event_uid", id);
            if (id.isArray()) {
                metadata.text("original_event_uid", joined(id));
            }
        });
    }

    private static String joined(Payload id) {
        return id.elements().stream().flatMap(part -> part.take().stream()).collect(Collectors.joining(":"));
    }

    private static void addVerdict(EventBuilder event, Verdict verdict) {
        event.profile("security_control");
        Attributes attributes = event.attributes();
        String word = verdict.status();
        switch (word.toLowerCase(Locale.ROOT)) {
            case "blocked" ->
                attributes
                        .choice("action_id", 2, "action", "Denied")
                        .choice("disposition_id", 2, "disposition", "Blocked");
            case "monitored" ->
                attributes
                        .choice("action_id", 3, "action", "Observed")
                        .choice("disposition_id", 15, "disposition", "Detected");
            case "" ->
                attributes
                        .choice("action_id", 0, "action", "Unknown")
                        .choice("disposition_id", 0, "disposition", "Unknown");
            default ->
                attributes.choice("action_id", 99, "action", word).choice("disposition_id", 99, "disposition", word);
        }
        attributes.bool("is_alert", true);
    }

    private static void addRule(Attributes event, Payload hit, Verdict verdict) {
        if (verdict.type().isEmpty()) {
            return;
        }
        event.object("firewall_rule", rule -> {
            rule.text("uid", hit.at("type"))
                    .text("name", verdict.title())
                    .text("category", hit.at("type"))
                    .text("type", "Wallarm detection")
                    .text("condition", condition(hit))
                    .text("match_location", hit.at("parameter"));
            hit.at("payloads").elements().forEach(payload -> rule.addText("match_details", payload));
        });
    }

    private static String condition(Payload hit) {
        String stamps = hit.at("stamps").elements().stream()
                .flatMap(stamp -> stamp.text().stream())
                .collect(Collectors.joining(", "));
        return stamps.isEmpty() ? "" : "stamp " + stamps;
    }

    private static void addOrigin(Attributes event, Payload hit, String address) {
        Attributes origin =
                Attributes.create().json("datacenter", hit.at("datacenter")).json("tor", hit.at("tor"));
        if (!origin.isEmpty()) {
            event.add(
                    "enrichments",
                    enrichment -> enrichment
                            .text("name", "src_endpoint.ip")
                            .text("value", address)
                            .text("type", "network-origin")
                            .text("provider", "Wallarm")
                            .set("data", origin));
        }
    }

    /**
     * What the node made of a request.
     *
     * @param type the attack type as sent; may be empty
     * @param status what was done about it, as sent; may be empty
     */
    private record Verdict(String type, Optional<AttackType> known, String status) {
        static Verdict of(Payload hit) {
            String type = Given.textOf(hit, "type");
            String status = Text.oneLine(Given.textOf(hit, "block_status"));
            return new Verdict(type, AttackType.of(type), status);
        }

        String title() {
            return known.map(AttackType::title).orElse(type);
        }

        boolean isBlocked() {
            return status.equalsIgnoreCase("blocked");
        }
    }
}
