package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code checkEvaluation}: a compliance finding for each result. */
final class CheckMapping {
    private static final String RESULTS = "checkResults";

    private CheckMapping() {}

    static List<OcsfEvent> normalize(Delivery delivery) {
        List<Payload> results = delivery.envelope().at(RESULTS).elements();
        delivery.envelope().at(RESULTS).markTaken();
        List<OcsfEvent> events = new ArrayList<>();
        boolean complete = true;
        for (int i = 0; i < results.size(); i++) {
            Payload result = results.get(i);
            if (result.isObject()) {
                events.add(normalize(delivery, result, RESULTS + "[" + i + "]"));
            } else {
                complete &= !result.isPresent();
            }
        }
        if (!complete || (events.isEmpty() && delivery.isAmbiguous())) {
            events.add(delivery.unknown());
        }
        return events;
    }

    private static OcsfEvent normalize(Delivery delivery, Payload result, String path) {
        Payload word = result.firstOf("evaluationStatus", "outcome");
        Optional<CheckOutcome> outcome = word.text().flatMap(CheckOutcome::named);
        CheckOutcome.Stage stage = outcome.map(CheckOutcome::stage).orElse(CheckOutcome.Stage.OPEN);
        EventBuilder event = delivery.startPart(EventClass.COMPLIANCE_FINDING, stage.activity(), path);
        event.status(stage.statusId(), stage.statusCaption());
        setSeverity(delivery, event, word.text(), outcome);
        Optional<Long> time = EventTime.set(event, result.at("dataTimestamp"));
        event.inMetadata(metadata -> metadata.text("original_event_uid", result.at("id")));

        CheckIdentity check = CheckIdentity.of(result);
        event.attributes().object("finding_info", finding -> {
            check.describe(finding);
            finding.addText("types", "Data Quality");
            if (stage != CheckOutcome.Stage.CLOSED) {
                time.ifPresent(seen -> finding.integer("last_seen_time", seen));
            }
        });
        event.attributes().object("compliance", compliance -> describe(compliance, result, word, outcome));
        Measurement.keep(event, result);
        List<String> datasets = Datasets.addTo(event.attributes(), result.at("datasets"));
        event.message(sentence(check, word.text(), outcome, datasets));
        return delivery.finishPart(event, result, path, "check");
    }

    private static void setSeverity(
            Delivery delivery, EventBuilder event, Optional<String> word, Optional<CheckOutcome> outcome) {
        outcome.map(CheckOutcome::severityWord)
                .or(() -> word)
                .ifPresentOrElse(known -> delivery.severity(event, known), () -> event.severity(Severity.UNKNOWN));
    }

    private static void describe(Attributes compliance, Payload result, Payload word, Optional<CheckOutcome> outcome) {
        CheckIdentity.title(result).ifPresent(title -> compliance.text("control", title));
        compliance
                .text("category", "Data Quality")
                .addText("standards", "Soda data contract")
                .text("desc", result.at("definition"));
        word.text()
                .ifPresentOrElse(
                        text -> compliance.choice(
                                "status_id",
                                outcome.map(CheckOutcome::complianceId).orElse(99),
                                "status",
                                outcome.map(known -> known.complianceCaption(text))
                                        .orElse(text)),
                        () -> compliance.choice("status_id", 0, "status", "Unknown"));
        compliance.text("status_code", word);
        Measurement.inWords(result).ifPresent(value -> compliance.addText("status_details", "value: " + value));
    }

    private static String sentence(
            CheckIdentity check, Optional<String> word, Optional<CheckOutcome> outcome, List<String> datasets) {
        String verb = outcome.map(CheckOutcome::verb)
                .or(() -> word.map(unknown -> "reported " + unknown))
                .orElse("reported no outcome");
        return "Soda check " + check.inWords() + " " + verb + Datasets.inWords(datasets);
    }
}
