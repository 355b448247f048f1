package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What came of a check, and what that means to a finding. */
enum CheckOutcome {
    PASS(List.of("pass", "passed"), "passed", 1, "Pass", Stage.CLOSED),
    WARN(List.of("warn", "warning", "warned"), "warned", 2, "Warning", Stage.OPEN),
    FAIL(List.of("fail", "failed"), "failed", 3, "Fail", Stage.OPEN),
    ERROR(List.of("error"), "ended in an error", 99, "", Stage.OPEN),
    NOT_EVALUATED(List.of("notevaluated"), "was not evaluated", 99, "", Stage.OPEN),
    EXCLUDED(List.of("excluded"), "was excluded", 99, "", Stage.SET_ASIDE);

    private final List<String> words;
    private final String verb;
    private final int complianceId;
    private final String complianceCaption;
    private final Stage stage;

    CheckOutcome(List<String> words, String verb, int complianceId, String complianceCaption, Stage stage) {
        this.words = words;
        this.verb = verb;
        this.complianceId = complianceId;
        this.complianceCaption = complianceCaption;
        this.stage = stage;
    }

    static Optional<CheckOutcome> named(String word) {
        String plain = Words.plain(word);
        return Arrays.stream(values())
                .filter(outcome -> outcome.words.contains(plain))
                .findFirst();
    }

    /** The word the severity table knows it by. */
    String severityWord() {
        return words.get(0);
    }

    /** The outcome in a sentence whose subject is the check. */
    String verb() {
        return verb;
    }

    /** {@code compliance.status_id}. */
    int complianceId() {
        return complianceId;
    }

    /** {@code compliance.status}; for 99 the schema wants the vendor's own word instead. */
    String complianceCaption(String vendorWord) {
        return complianceId == 99 ? vendorWord : complianceCaption;
    }

    Stage stage() {
        return stage;
    }

    /** Where in its life a finding stands: its activity and its status go together. */
    enum Stage {
        OPEN(1, 1, "New"),
        SET_ASIDE(2, 3, "Suppressed"),
        CLOSED(3, 4, "Resolved");

        private final int activityId;
        private final int statusId;
        private final String statusCaption;

        Stage(int activityId, int statusId, String statusCaption) {
            this.activityId = activityId;
            this.statusId = statusId;
            this.statusCaption = statusCaption;
        }

        Activity activity() {
            return EventClass.COMPLIANCE_FINDING.activity(activityId);
        }

        int statusId() {
            return statusId;
        }

        String statusCaption() {
            return statusCaption;
        }
    }
}
