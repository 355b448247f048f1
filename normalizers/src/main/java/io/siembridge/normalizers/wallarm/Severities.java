package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.SeverityTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How grave a notification is. Every word is configurable: an attack type stands for a hit that was let through, the
 * risk words for security issues, a notification type for itself.
 */
final class Severities {
    /** The word for a role change that makes somebody an administrator. */
    static final String TO_ADMINISTRATOR = "administrator_role";

    private static final Map<String, Severity> RISKS = Map.of(
            "info", Severity.INFORMATIONAL,
            "low", Severity.LOW,
            "medium", Severity.MEDIUM,
            "high", Severity.HIGH,
            "critical", Severity.CRITICAL);

    private static final Map<Severity, List<String>> NOTIFICATIONS = Map.of(
            Severity.INFORMATIONAL,
            List.of(
                    "create_application",
                    "update_application",
                    "delete_application",
                    "api_structure_changed",
                    "requests_per_hour"),
            Severity.LOW,
            List.of(
                    "create_user",
                    "update_user",
                    "delete_user",
                    "rule_create",
                    "rule_update",
                    "rule_delete",
                    "trigger_create",
                    "trigger_update",
                    "trigger_delete",
                    "scope_object",
                    SpecificationMapping.TYPE),
            Severity.MEDIUM,
            List.of(
                    "ip_blocked",
                    "attacks_exceeded",
                    "hits_exceeded",
                    "vector_attack",
                    "bruteforce_started",
                    "bola_search_started",
                    "api_comparison_result",
                    "rogue_api_detected",
                    "delete_integration",
                    "disable_integration",
                    "integration_broken",
                    TO_ADMINISTRATOR),
            Severity.HIGH,
            List.of("incidents_exceeded", "compromised_logins"));

    private final SeverityTable table;

    Severities(SeverityTable table) {
        this.table = table;
    }

    static SeverityTable defaults() {
        Map<String, Severity> words = new LinkedHashMap<>();
        for (AttackType type : AttackType.values()) {
            words.put(type.code(), letThrough(type.rank()));
        }
        words.putAll(RISKS);
        NOTIFICATIONS.forEach((severity, types) -> types.forEach(type -> words.put(type, severity)));
        return SeverityTable.of(words);
    }

    /** A hit of an attack type as the vendor spells it; a blocked one counts one lower, as it did not get through. */
    Severity ofHit(String word, boolean blocked) {
        Optional<AttackType> type = AttackType.of(word);
        Severity severity = type.flatMap(known -> table.of(known.code())).orElse(Severity.MEDIUM);
        boolean ranked = type.isPresent() && type.get().rank() != AttackType.Rank.NONE;
        return blocked && ranked ? oneLower(severity) : severity;
    }

    /** The severity of a risk word; empty for any other word. */
    Optional<Severity> ofRisk(String word) {
        return RISKS.containsKey(word.strip().toLowerCase(Locale.ROOT)) ? table.of(word) : Optional.empty();
    }

    /** The severity of a notification type; Low for one without a word of its own. */
    Severity ofNotification(String type) {
        return table.of(type).orElse(Severity.LOW);
    }

    private static Severity letThrough(AttackType.Rank rank) {
        return switch (rank) {
            case HIGH -> Severity.HIGH;
            case MEDIUM, NONE -> Severity.MEDIUM;
            case LOW -> Severity.LOW;
        };
    }

    private static Severity oneLower(Severity severity) {
        return switch (severity) {
            case FATAL -> Severity.CRITICAL;
            case CRITICAL -> Severity.HIGH;
            case HIGH -> Severity.MEDIUM;
            case MEDIUM -> Severity.LOW;
            case LOW, INFORMATIONAL -> Severity.INFORMATIONAL;
            case UNKNOWN, OTHER -> severity;
        };
    }
}
