package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.wallarm.Description.Threshold;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A customer's trigger that fired because something happened too often, as a detection finding. */
final class ThresholdMapping implements Mapping {
    static final Map<String, String> TITLES = Map.of(
            "attacks_exceeded", "The number of attacks exceeded the threshold",
            "hits_exceeded", "The number of hits exceeded the threshold",
            "incidents_exceeded", "The number of incidents exceeded the threshold",
            "vector_attack", "Many malicious payloads from one source",
            "bruteforce_started", "Brute force attack started",
            "bola_search_started", "Search for broken object level authorization started");

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        String usualTitle = TITLES.get(notification.type());
        if (usualTitle == null) {
            return Optional.empty();
        }
        Payload details = notification.details();
        Optional<Threshold> threshold = notification.description().threshold();
        String title = threshold.map(ThresholdMapping::title).orElse(usualTitle);
        String object = Given.text(details.at("ip")).orElseGet(() -> WallarmEvents.objectOf(notification));
        EventBuilder event = events.startDetection(notification, Trigger.FEATURE, object, title);
        event.attributes().object("finding_info", finding -> {
            finding.addText("types", notification.type());
            Trigger.addTo(finding, notification);
            finding.text("src_url", notification.description().link()).url("src_url", details.at("link"));
        });
        event.message(details.text("trigger_name")
                .map(name -> "Trigger \"" + name + "\": "
                        + title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1))
                .orElse(title));
        addCounts(event.attributes(), notification);
        event.attributes().add("evidences", evidence -> addEvidence(evidence, notification));
        return Optional.of(event);
    }

    private static String title(Threshold threshold) {
        String what = threshold.what();
        return what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + " exceeded " + threshold.count()
                + " in " + threshold.period();
    }

    private static void addCounts(Attributes event, Notification notification) {
        Payload details = notification.details();
        event.integer("count", details.at("count"));
        if (!event.has("count")) {
            notification.description().threshold().ifPresent(threshold -> event.integer("count", threshold.count()));
        }
        link(notification).ifPresent(link -> {
            Description.timeFrom(link).ifPresent(time -> event.integer("start_time", time));
            Description.timeTo(link).ifPresent(time -> event.integer("end_time", time));
        });
    }

    private static Optional<String> link(Notification notification) {
        return notification.details().text("link").or(notification.description()::link);
    }

    private static void addEvidence(Attributes evidence, Notification notification) {
        Payload details = notification.details();
        evidence.object("src_endpoint", source -> source.ip("ip", details.at("ip")));
        evidence.object("data", data -> {
            data.text("clauses", notification.description().clauses()).json("application", details.at("application"));
        });
    }
}
