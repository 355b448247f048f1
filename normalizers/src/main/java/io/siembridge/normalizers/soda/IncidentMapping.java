package io.siembridge.normalizers.soda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.EventTime;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Optional;

/** {@code incidentCreated} and {@code incidentUpdated}: an incident finding with the checks it groups. */
final class IncidentMapping {
    /** The class demands somebody responsible; an incident without a lead waits for those who look after the data. */
    private static final String NOBODY_YET = "data-quality";

    private static final int CREATE = 1;
    private static final int UPDATE = 2;
    private static final int CLOSE = 3;

    private IncidentMapping() {}

    static Payload created(Payload incident) {
        return incident.firstOf("createdTimestamp", "created");
    }

    static Payload lastUpdated(Payload incident) {
        return incident.firstOf("lastUpdatedTimestamp", "lastUpdated");
    }

    static OcsfEvent normalize(SodaEvents events, boolean isNew) {
        Payload incident = events.message().at("incident");
        if (!incident.isObject()) {
            return events.unknown();
        }
        Optional<IncidentStatus> status = incident.text("status").flatMap(IncidentStatus::named);
        int change = isNew ? CREATE : UPDATE;
        int activity = status.filter(IncidentStatus::isOver).isPresent() ? CLOSE : change;
        EventBuilder event = events.start(EventClass.INCIDENT_FINDING, EventClass.INCIDENT_FINDING.activity(activity));
        event.profile("incident");
        event.inMetadata(metadata ->
                metadata.text("original_event_uid", incident.at("id")).text("correlation_uid", incident.at("id")));
        incident.text("severity").ifPresent(word -> events.rate(event, word));
        setStatus(event, incident.text("status"), status);
        EventTime.set(event, isNew ? created(incident) : lastUpdated(incident));
        event.message(sentence(incident, isNew));
        describe(event.attributes(), incident);
        keepVendorWords(event, incident);
        return events.finish(event, incident, "incident", Forwarding.ALWAYS);
    }

    private static void setStatus(EventBuilder event, Optional<String> word, Optional<IncidentStatus> status) {
        status.ifPresentOrElse(
                known -> event.status(known.id(), known.caption()),
                () -> word.ifPresentOrElse(other -> event.status(99, other), () -> event.status(0, "Unknown")));
    }

    private static void describe(Attributes event, Payload incident) {
        event.text("desc", incident.at("description")).url("src_url", incident.at("sodaCloudUrl"));
        findings(event, incident);
        Attributes assignee = People.user(incident.at("lead"));
        event.set("assignee", assignee);
        if (assignee.isEmpty()) {
            event.object("assignee_group", group -> group.text("name", NOBODY_YET));
        }
        tickets(event, incident);
        event.text("comment", incident.at("resolutionNotes"));
        EventTime.read(incident.at("resolutionTimestamp"))
                .ifPresent(end -> event.integer("end_time", end.epochMillis()));
    }

    /** The checks are only named here: their findings were sent when they were evaluated. */
    private static void findings(Attributes event, Payload incident) {
        for (Payload result : incident.at("checkResults").elements()) {
            if (result.isObject()) {
                event.add("finding_info_list", CheckIdentity.of(result)::describe);
            }
        }
        if (!event.has("finding_info_list")) {
            event.add(
                    "finding_info_list",
                    finding -> finding.text("uid", "soda:incident:" + identity(incident))
                            .text("title", incident.at("title")));
        }
    }

    /** The id, failing that the number, failing that what does not change while the incident lives. */
    private static String identity(Payload incident) {
        return incident.text("id").or(() -> incident.text("number")).orElseGet(() -> {
            String created = created(incident).text().orElse("");
            return "sha256-"
                    + EventFactory.digest(created, incident.text("title").orElse(""));
        });
    }

    private static void tickets(Attributes event, Payload incident) {
        if (incident.text("number").isPresent() || isUrl(incident.at("sodaCloudUrl"))) {
            event.add(
                    "tickets",
                    ticket -> ticket.text("uid", incident.at("number"))
                            .text("title", incident.at("title"))
                            .url("src_url", incident.at("sodaCloudUrl")));
        }
        for (Payload link : incident.at("links").elements()) {
            if (isUrl(link.at("url"))) {
                event.add("tickets", ticket -> linked(ticket, link));
            }
        }
    }

    /** Without an id, a ticket needs an address. */
    private static boolean isUrl(Payload address) {
        return address.text().filter(Attributes::isUrl).isPresent();
    }

    private static void linked(Attributes ticket, Payload link) {
        ticket.text("title", link.at("name")).url("src_url", link.at("url"));
        link.take("integrationType").ifPresent(type -> ticket.choice("type_id", 99, "type", type));
    }

    /** Severity and status become numbers of the schema; Soda's own words stay readable beside them. */
    private static void keepVendorWords(EventBuilder event, Payload incident) {
        ObjectNode words = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("status", "severity")) {
            if (incident.take(field).isPresent()) {
                words.set("vendor_" + field, incident.at(field).json());
            }
        }
        event.unmapped(words);
    }

    private static String sentence(Payload incident, boolean isNew) {
        String number = incident.text("number").map(text -> " " + text).orElse("");
        String status = incident.text("status").orElse(isNew ? "created" : "updated");
        String title = incident.text("title").map(text -> ": " + text).orElse("");
        return "Soda incident" + number + " " + status + title;
    }
}
