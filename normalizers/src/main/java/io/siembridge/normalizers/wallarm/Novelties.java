package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Collects what the vendor sends that the mapping does not know: names of event types and fields, never values. */
final class Novelties {
    /** Enough to notice, too few to flood. */
    private static final int MAX = 50;

    private static final int MAX_IN_ONE = 10;

    private static final Set<String> TYPES = Set.of(
            "new_hits",
            "security_issue",
            "vuln",
            "vuln_critical",
            "vuln_high",
            "vuln_medium",
            "vuln_low",
            "vuln_info",
            "ip_blocked",
            "attacks_exceeded",
            "hits_exceeded",
            "incidents_exceeded",
            "vector_attack",
            "bruteforce_started",
            "bola_search_started",
            "api_structure_changed",
            "api_comparison_result",
            "rogue_api_detected",
            "compromised_logins",
            "create_user",
            "user_created",
            "delete_user",
            "user_deleted",
            "update_user",
            "user_updated",
            "create_application",
            "update_application",
            "delete_application",
            "disable_integration",
            "integration_broken",
            "delete_integration",
            "rule_create",
            "rule_update",
            "rule_delete",
            "trigger_create",
            "trigger_update",
            "trigger_delete",
            "scope_object",
            "new_scope_object_ips",
            "requests_per_hour",
            "number_of_requests_per_hour");

    private static final Set<String> FIELDS = Set.copyOf(Stream.of(
                    Stream.of("summary", "description", "source", "link"),
                    below("details.", "client_name cloud notification_type trigger_name"),
                    below("details.", "application reason expire_at ip count headers.*"),
                    below("details.", "security_issue_link vuln_link link"),
                    below("details.", "domain api_host endpoint_path http_method change_type parameters.*"),
                    below("details.", "type_of_endpoint specification_name data.*"),
                    hit("details.hit."),
                    hit(""),
                    issue("details.security_issue."),
                    issue("details.vuln."),
                    issue(""),
                    below("", "email role created_by"))
            .flatMap(names -> names)
            .toList());

    private final Set<Novelty> found = new LinkedHashSet<>();

    /** Of a notification of an unknown type only the type is new: every field of it would be. */
    void look(Notification notification) {
        String type = EventBuilder.oneLine(notification.type());
        if (!type.isEmpty() && !TYPES.contains(type) && !SpecificationMapping.isMeantBy(type)) {
            add(new Novelty(Novelty.Kind.EVENT_TYPE, type));
        } else {
            notification
                    .payload()
                    .unknownFields(FIELDS, MAX_IN_ONE)
                    .forEach(field -> add(new Novelty(Novelty.Kind.FIELD, EventBuilder.oneLine(field))));
        }
    }

    List<Novelty> found() {
        return List.copyOf(found);
    }

    private void add(Novelty novelty) {
        if (found.size() < MAX) {
            found.add(novelty);
        }
    }

    private static Stream<String> hit(String prefix) {
        return Stream.of(
                        below(prefix, "id object_type type block_status host domain method path parameter point.*"),
                        below(prefix, "payloads remote_addr4 remote_addr6 remote_port remote_country datacenter tor"),
                        below(prefix, "proxy_type request_time create_time response_status response_len response_time"),
                        below(prefix, "stamps stamps_hash regex.* regex_hash probability heur_distance"),
                        below(prefix, "anomaly anomality brute_counter wallarm_mode final_wallarm_mode"),
                        below(prefix, "libproton_version lom_id protocol request_id applications headers.*"))
                .flatMap(names -> names);
    }

    private static Stream<String> issue(String prefix) {
        return below(prefix, "id title host domain path method parameter discovered_by type risk threat");
    }

    private static Stream<String> below(String prefix, String names) {
        return Stream.of(names.split(" ", -1)).map(name -> prefix + name);
    }
}
