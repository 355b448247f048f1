package io.siembridge.app.destination.syslog;

import io.siembridge.normalizers.ocsf.EventClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where a class of events keeps what flat formats have one field for. Each is a list of JSON pointers, of which the first
 * that holds something counts.
 *
 * @param source an endpoint object
 * @param destinationAddress an IP address
 * @param category what came of it, or the state it is in
 */
record FlatPaths(
        List<String> source,
        List<String> destinationAddress,
        List<String> destinationHost,
        List<String> user,
        List<String> url,
        List<String> resource,
        List<String> policy,
        List<String> category) {
    private static final List<String> NONE = List.of();
    private static final List<String> STATUS = List.of("/status");
    private static final List<String> FINDING_URL = List.of("/finding_info/src_url");
    private static final List<String> FIRST_RESOURCE = List.of("/resources/0/name", "/resources/0/uid");

    private static final Map<EventClass, FlatPaths> ALL = Arrays.stream(EventClass.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), FlatPaths::make));

    static FlatPaths of(EventClass eventClass) {
        return Objects.requireNonNull(ALL.get(eventClass));
    }

    private static FlatPaths make(EventClass eventClass) {
        return switch (eventClass) {
            case HTTP_ACTIVITY -> httpActivity();
            case VULNERABILITY_FINDING, COMPLIANCE_FINDING -> assessment();
            case DETECTION_FINDING -> detection();
            case INCIDENT_FINDING -> incident();
            case DATA_SECURITY_FINDING -> dataSecurity();
            case ACCOUNT_CHANGE, ENTITY_MANAGEMENT, USER_ACCESS -> change();
            case BASE_EVENT, SCAN_ACTIVITY, APPLICATION_ERROR -> other();
        };
    }

    private static FlatPaths httpActivity() {
        return new FlatPaths(
                List.of("/src_endpoint"),
                List.of("/dst_endpoint/ip"),
                List.of("/dst_endpoint/hostname"),
                NONE,
                NONE,
                List.of("/dst_endpoint/svc_name"),
                List.of("/firewall_rule/name"),
                List.of("/disposition"));
    }

    private static FlatPaths assessment() {
        return new FlatPaths(
                NONE,
                List.of("/resources/0/ip"),
                List.of("/resources/0/hostname"),
                List.of("/resources/0/owner/email_addr"),
                FINDING_URL,
                FIRST_RESOURCE,
                List.of("/compliance/control"),
                STATUS);
    }

    private static FlatPaths detection() {
        return new FlatPaths(
                List.of("/evidences/0/src_endpoint"),
                List.of("/resources/0/ip"),
                List.of("/resources/0/hostname"),
                List.of("/evidences/0/user/email_addr", "/evidences/0/user/name", "/evidences/0/user/uid"),
                List.of("/evidences/0/url/url_string"),
                FIRST_RESOURCE,
                List.of("/finding_info/analytic/name"),
                List.of("/disposition", "/status"));
    }

    private static FlatPaths incident() {
        return new FlatPaths(
                NONE,
                NONE,
                NONE,
                List.of("/assignee/email_addr", "/assignee/name", "/assignee/uid"),
                List.of("/src_url"),
                List.of("/desc"),
                NONE,
                STATUS);
    }

    private static FlatPaths dataSecurity() {
        return new FlatPaths(
                NONE,
                List.of("/dst_endpoint/ip"),
                List.of("/dst_endpoint/hostname"),
                NONE,
                FINDING_URL,
                FIRST_RESOURCE,
                List.of("/data_security/policy/name"),
                STATUS);
    }

    private static FlatPaths change() {
        return new FlatPaths(
                List.of("/src_endpoint"),
                NONE,
                NONE,
                List.of("/user/email_addr", "/user/name", "/actor/user/email_addr", "/actor/user/name"),
                NONE,
                List.of("/entity/name", "/entity/uid"),
                NONE,
                List.of("/activity_name"));
    }

    private static FlatPaths other() {
        return new FlatPaths(
                List.of("/src_endpoint"),
                List.of("/dst_endpoint/ip"),
                List.of("/dst_endpoint/hostname"),
                NONE,
                NONE,
                FIRST_RESOURCE,
                NONE,
                List.of("/status", "/activity_name"));
    }
}
