package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.vendor.Payload;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of message Soda sends, by the name in {@code event}. */
enum EventType {
    VALIDATE("validate"),
    CHECK_EVALUATION("checkEvaluation"),
    INCIDENT_CREATED("incidentCreated"),
    INCIDENT_UPDATED("incidentUpdated"),
    CONTRACT_PUBLISHED("contractPublished"),
    AGREEMENT_CREATED("agreementCreated"),
    AGREEMENT_CONTENTS_UPDATED("agreementContentsUpdated"),
    AGREEMENT_DELETED("agreementDeleted");

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    /** The name as Soda documents it. */
    String word() {
        return word;
    }

    /** The type of this name in any letter case, with or without separators. */
    static Optional<EventType> named(String name) {
        String plain = Words.plain(name);
        return Arrays.stream(values())
                .filter(type -> Words.plain(type.word).equals(plain))
                .findFirst();
    }

    /** The type a message without a name must be of, judged by what it carries. */
    static Optional<EventType> shapedLike(Payload message) {
        if (message.at("checkResults").isArray()) {
            return Optional.of(CHECK_EVALUATION);
        }
        if (message.at("incident").isObject()) {
            return Optional.of(incident(message.at("incident")));
        }
        if (message.at("contract").isObject()) {
            return Optional.of(CONTRACT_PUBLISHED);
        }
        if (message.at("agreement").isObject()) {
            return agreement(message.at("agreement"));
        }
        return message.at("sentAt").isPresent() ? Optional.of(VALIDATE) : Optional.empty();
    }

    private static EventType incident(Payload incident) {
        Optional<String> created = IncidentMapping.created(incident).text();
        Optional<String> updated = IncidentMapping.lastUpdated(incident).text();
        return updated.isEmpty() || updated.equals(created) ? INCIDENT_CREATED : INCIDENT_UPDATED;
    }

    private static Optional<EventType> agreement(Payload agreement) {
        if (agreement.at("deletedBy").isPresent()) {
            return Optional.of(AGREEMENT_DELETED);
        }
        if (agreement.at("updatedBy").isPresent()) {
            return Optional.of(AGREEMENT_CONTENTS_UPDATED);
        }
        return agreement.at("createdBy").isPresent() ? Optional.of(AGREEMENT_CREATED) : Optional.empty();
    }
}
