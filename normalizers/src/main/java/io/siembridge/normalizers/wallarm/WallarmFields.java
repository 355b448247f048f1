package io.siembridge.normalizers.wallarm;

import static io.siembridge.normalizers.vendor.KnownFields.below;

import io.siembridge.normalizers.vendor.KnownFields;

/** The members of notifications of all generations. */
final class WallarmFields {
    private static final String HIT = """
            id object_type type block_status host domain method path parameter point.* payloads
            remote_addr4 remote_addr6 remote_port remote_country datacenter tor proxy_type
            request_time create_time response_status response_len response_time
            stamps stamps_hash regex.* regex_hash probability heur_distance anomaly anomality brute_counter
            wallarm_mode final_wallarm_mode libproton_version lom_id protocol request_id applications headers.*
            """;

    private static final String ISSUE = "id title host domain path method parameter discovered_by type risk threat";

    private static final String DETAILS = """
            client_name cloud notification_type trigger_name application reason expire_at ip count headers.*
            security_issue_link vuln_link link domain api_host endpoint_path http_method change_type parameters.*
            type_of_endpoint specification_name data.*
            """;

    static final KnownFields KNOWN = KnownFields.of(
            "summary description",
            below("details.", DETAILS),
            below("details.hit.", HIT),
            below("details.security_issue.", ISSUE),
            below("details.vuln.", ISSUE),
            "source link email role created_by",
            HIT,
            ISSUE);

    private WallarmFields() {}
}
