package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.soveren.EventType.Meaning;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Optional;

/** Everything that concerns sensitive data, violation or mere news, as a data security finding. */
final class FindingMapping {
    private final SoverenEvents events;
    private final EventObject object;
    private final EventType type;

    FindingMapping(SoverenEvents events, EventObject object, EventType type) {
        this.events = events;
        this.object = object;
        this.type = type;
    }

    OcsfEvent normalize() {
        EventBuilder event =
                events.start(EventClass.DATA_SECURITY_FINDING, EventClass.DATA_SECURITY_FINDING.activity(1));
        events.severities().rate(event, object, type);
        event.status(1, "New");
        Attributes attributes = event.attributes();
        attributes.bool("is_alert", type.meaning() == Meaning.VIOLATION);
        attributes.object("finding_info", finding -> fillFinding(finding, event));
        attributes.object("data_security", this::fillDataSecurity);
        FlowMapping flow = new FlowMapping(object);
        StoreMapping store = new StoreMapping(object, type);
        flow.addEndpoints(attributes);
        store.addStores(attributes);
        flow.addResources(attributes);
        store.addResources(attributes);
        return type.isListed() ? events.finish(event, "finding") : events.finishWithOriginal(event, "finding");
    }

    private void fillFinding(Attributes finding, EventBuilder event) {
        finding.text("uid", FindingIdentity.uidOf(object, type))
                .text("uid_alt", object.number())
                .text("title", object.at("title"))
                .addText("types", object.at("category"))
                .addText("types", object.at("event_type"));
        finding.url("src_url", object.at("event_link")).integer("last_seen_time", event.time());
        if (type == EventType.EXCESSIVE_DB_ACCESS || type == EventType.ANOMALY_DETECTED) {
            finding.object(
                    "analytic",
                    analytic ->
                            analytic.text("name", object.at("event_type")).choice("type_id", 2, "type", "Behavioral"));
        }
    }

    private void fillDataSecurity(Attributes security) {
        setCategory(security);
        if (Severities.sensitivity(object).isPresent()) {
            Payload sensitivity = object.at("sensitivity");
            sensitivity.take().ifPresent(word -> security.choice("confidentiality_id", 99, "confidentiality", word));
        }
        if (object.isInMotion()) {
            security.choice("data_lifecycle_state_id", 2, "data_lifecycle_state", "Data in-Transit");
        } else {
            security.choice("data_lifecycle_state_id", 1, "data_lifecycle_state", "Data at-Rest");
        }
        security.choice("detection_system_id", 12, "detection_system", "Data Security Posture Management");
        security.object(
                "policy", policy -> policy.text("uid", object.policyNumber()).text("name", object.policyName()));
        object.dataTypes().forEach(each -> security.add("discovery_details", details -> details.text("type", each)));
        security.url("src_url", object.at("evidence_link"));
    }

    private void setCategory(Attributes security) {
        List<String> names = object.dataTypeNames();
        Optional<SensitiveKind> kind = SensitiveKind.gravestOf(names);
        if (kind.isPresent()) {
            security.choice(
                    "category_id",
                    kind.get().categoryId(),
                    "category",
                    kind.get().category());
        } else if (!names.isEmpty()) {
            security.choice("category_id", 99, "category", names.get(0));
        }
    }
}
