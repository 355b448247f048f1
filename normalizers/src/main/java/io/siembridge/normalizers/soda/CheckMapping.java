package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.EventTime;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code checkEvaluation}: a compliance finding for each result. */
final class CheckMapping {
    private static final String RESULTS = "checkResults";

    private CheckMapping() {}

    static List<OcsfEvent> normalize(SodaEvents events) {
        Payload list = events.message().at(RESULTS);
        if (!list.isArray()) {
            return List.of(events.unknown());
        }
        List<Payload> results = list.elements();
        list.markTaken();
        List<OcsfEvent> normalized = new ArrayList<>();
        boolean complete = true;
        for (int i = 0; i < results.size(); i++) {
            Payload result = results.get(i);
            if (result.isObject()) {
                normalized.add(normalize(events, result, events.part(RESULTS + "[" + i + "]", result)));
            } else {
                complete &= !result.isPresent();
            }
        }
        if (!complete || (normalized.isEmpty() && saysMore(events))) {
            normalized.add(events.unknown());
        }
        return normalized;
    }

    /** Whether a message without results is more than that. */
    private static boolean saysMore(SodaEvents events) {
        return events.isAmbiguous() || !events.message().remainder().isMissingNode();
    }

    private static OcsfEvent normalize(SodaEvents events, Payload result, Item part) {
        Payload word = result.firstOf("evaluationStatus", "outcome");
        Optional<CheckOutcome> outcome = word.text().flatMap(CheckOutcome::named);
        CheckOutcome.Stage stage = outcome.map(CheckOutcome::stage).orElse(CheckOutcome.Stage.OPEN);
        EventBuilder event = events.start(EventClass.COMPLIANCE_FINDING, stage.activity(), part);
        event.status(stage.statusId(), stage.statusCaption());
        setSeverity(events, event, word.text(), outcome);
        Optional<EventTime> time = EventTime.set(event, result.at("dataTimestamp"));
        event.inMetadata(metadata -> metadata.text("original_event_uid", result.at("id")));

        CheckIdentity check = CheckIdentity.of(result);
        event.attributes().object("finding_info", finding -> {
            check.describe(finding);
            finding.addText("types", "Data Quality");
            if (stage != CheckOutcome.Stage.CLOSED) {
                time.ifPresent(seen -> finding.integer("last_seen_time", seen.epochMillis()));
            }
        });
        event.attributes().object("compliance", compliance -> describe(compliance, result, word, outcome));
        Measurement.keep(event, result);
        List<String> datasets = Datasets.addTo(event.attributes(), result.at("datasets"));
        event.message(sentence(check, word.text(), outcome, datasets));
        return events.finish(event, part, result, "check");
    }

    private static void setSeverity(
            SodaEvents events, EventBuilder event, Optional<String> word, Optional<CheckOutcome> outcome) {
        outcome.map(CheckOutcome::severityWord)
                .or(() -> word)
                .ifPresentOrElse(known -> events.rate(event, known), () -> event.severity(Severity.UNKNOWN));
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
