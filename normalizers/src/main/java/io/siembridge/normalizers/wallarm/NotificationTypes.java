package io.siembridge.normalizers.wallarm;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every documented {@code details.notification_type}, of all generations. */
final class NotificationTypes {
    private static final Set<String> DOCUMENTED = Stream.of(
                    "new_hits",
                    "security_issue vuln vuln_critical vuln_high vuln_medium vuln_low vuln_info",
                    "ip_blocked attacks_exceeded hits_exceeded incidents_exceeded",
                    "vector_attack bruteforce_started bola_search_started",
                    "api_structure_changed api_comparison_result rogue_api_detected compromised_logins",
                    "create_user user_created delete_user user_deleted update_user user_updated",
                    "create_application update_application delete_application",
                    "disable_integration integration_broken delete_integration",
                    "rule_create rule_update rule_delete trigger_create trigger_update trigger_delete",
                    "scope_object new_scope_object_ips")
            .flatMap(line -> Stream.of(line.split(" ", -1)))
            .collect(Collectors.toUnmodifiableSet());

    private NotificationTypes() {}

    static boolean isKnown(String type) {
        return DOCUMENTED.contains(type)
                || StatisticsMapping.TYPES.contains(type)
                || SpecificationMapping.isMeantBy(type);
    }
}
