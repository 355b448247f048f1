package io.siembridge.app.destination.syslog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import java.io.UncheckedIOException;
import java.util.Map;

/** Events from the JSON of their attributes. */
public final class JsonEvents {
    public static final long TIME = 1_767_225_600_123L;

    private static final JsonMapper JSON = new JsonMapper();

    /** One event of every class with something in every attribute that flat formats take. */
    private static final Map<EventClass, String> FULL = Map.ofEntries(
            Map.entry(EventClass.HTTP_ACTIVITY, """
                    {"disposition": "Blocked", "status": "Failure", "count": 3,
                     "src_endpoint": {"ip": "203.0.113.9", "port": 41253, "hostname": "client.example.net"},
                     "dst_endpoint": {"ip": "198.51.100.20", "port": 443, "hostname": "shop.example.com", "svc_name": "storefront"},
                     "connection_info": {"protocol_name": "TCP"},
                     "http_request": {"http_method": "POST", "user_agent": "curl/8.5.0", "referrer": "https://example.com/",
                       "url": {"hostname": "shop.example.com", "path": "/api/v1/search", "query_string": "q=1"}},
                     "http_response": {"code": 403},
                     "firewall_rule": {"category": "sqli", "name": "SQL injection"}}"""),
            Map.entry(EventClass.VULNERABILITY_FINDING, """
                    {"status": "New",
                     "finding_info": {"uid": "snyk:p:i:lodash", "title": "Command Injection in lodash",
                       "src_url": "https://app.snyk.example/x", "first_seen_time": 1767225600000},
                     "resources": [{"uid": "0b6f", "name": "shop/backend:package.json", "ip": "198.51.100.7",
                       "hostname": "build.example.com", "owner": {"email_addr": "owner@example.com"}}],
                     "remediation": {"desc": "Upgrade lodash"},
                     "vulnerabilities": [
                       {"cve": {"uid": "CVE-2021-23337", "cvss": [{"base_score": 7.2}], "related_cwes": [{"uid": "CWE-78"}]},
                        "affected_packages": [{"name": "lodash", "version": "4.17.15", "fixed_in_version": "4.17.21"}]},
                       {"cve": {"uid": "CVE-2021-0002"}}]}"""),
            Map.entry(EventClass.COMPLIANCE_FINDING, """
                    {"status": "New",
                     "finding_info": {"uid": "soda:check:1", "title": "customer id is never null", "src_url": "https://soda.example/c/1"},
                     "compliance": {"control": "customer id is never null", "requirements": ["GPL-3.0"]},
                     "resources": [{"uid": "e8f1", "name": "orders", "owner": {"email_addr": "owner@example.com"}}]}"""),
            Map.entry(EventClass.DETECTION_FINDING, """
                    {"status": "New", "disposition": "Blocked", "count": 12,
                     "finding_info": {"uid": "wallarm:acme:ip_blocked:203.0.113.66", "title": "IP address denylisted",
                       "analytic": {"name": "Notification about denylisted IP"}},
                     "evidences": [{"src_endpoint": {"ip": "2001:db8::66", "port": 4711}, "user": {"name": "jdoe"},
                       "url": {"hostname": "shop.example.com", "path": "/login"}}],
                     "resources": [{"name": "shop", "hostname": "shop.example.com"}]}"""),
            Map.entry(EventClass.INCIDENT_FINDING, """
                    {"status": "New", "desc": "Invalid customer ids", "src_url": "https://soda.example/i/196",
                     "assignee": {"email_addr": "lead@example.com"}, "tickets": [{"uid": "196"}]}"""),
            Map.entry(EventClass.DATA_SECURITY_FINDING, """
                    {"status": "New",
                     "finding_info": {"uid": "soveren:3d45", "title": "Card shared", "src_url": "https://soveren.example/e/1"},
                     "data_security": {"policy": {"name": "PCI to third parties"},
                       "discovery_details": [{"type": "Person"}, {"type": "Card"}]},
                     "dst_endpoint": {"ip": "2001:db8::80", "hostname": "partner.example.net", "port": 443},
                     "resources": [{"name": "orders-api"}]}"""),
            Map.entry(EventClass.ACCOUNT_CHANGE, """
                    {"status": "Success", "user": {"email_addr": "jsmith@example.com"},
                     "actor": {"user": {"email_addr": "jdoe@example.com"}}, "src_endpoint": {"ip": "203.0.113.1"}}"""),
            Map.entry(EventClass.USER_ACCESS, """
                    {"status": "Success", "user": {"email_addr": "jsmith@example.com"},
                     "actor": {"user": {"email_addr": "jdoe@example.com"}}, "privileges": ["admin", "analyst"]}"""),
            Map.entry(EventClass.ENTITY_MANAGEMENT, """
                    {"status": "Success", "entity": {"name": "GET shop.example.com/users", "type": "API Endpoint"},
                     "actor": {"user": {"name": "John Doe"}}}"""),
            Map.entry(EventClass.BASE_EVENT, "{\"status\": \"Success\", \"raw_data\": \"{}\"}"),
            Map.entry(EventClass.SCAN_ACTIVITY, "{\"status\": \"Success\", \"resources\": [{\"name\": \"shop\"}]}"),
            Map.entry(EventClass.APPLICATION_ERROR, "{\"status\": \"Failure\", \"status_detail\": \"no such field\"}"));

    private JsonEvents() {}

    /** An event of this class with every attribute that flat formats take. */
    public static OcsfEvent full(EventClass eventClass) {
        return event(eventClass, tree(FULL.get(eventClass)), "What happened to whom");
    }

    /** The attributes of {@link #full}, for changing. */
    public static JsonNode attributes(EventClass eventClass) {
        return tree(FULL.get(eventClass));
    }

    public static OcsfEvent event(EventClass eventClass, String attributes) {
        return event(eventClass, tree(attributes), "What happened to whom");
    }

    public static OcsfEvent event(EventClass eventClass, JsonNode attributes, String message) {
        return event(eventClass, attributes, message, "0f8fad5bd9cb469fa16570867728950e", "vendor_event", TIME);
    }

    public static OcsfEvent at(long time) {
        return event(EventClass.BASE_EVENT, tree("{}"), "Something", "00", "vendor_event", time);
    }

    public static OcsfEvent event(
            EventClass eventClass, JsonNode attributes, String message, String uid, String code, long time) {
        EventBuilder event = new EventBuilder(eventClass, eventClass.otherActivity("Something"));
        event.severity(Severity.HIGH).time(time).message(message);
        event.inMetadata(metadata -> metadata.object(
                        "product",
                        product -> product.text("vendor_name", "Acme").text("name", "Acme Scanner"))
                .text("uid", uid)
                .text("event_code", code)
                .text("tenant_uid", "tenant-1")
                .text("log_name", "acme-prod")
                .addText("labels", "test")
                .add("loggers", logger -> logger.text("event_uid", "01KF0DYQ00TEST000000000000")));
        attributes.properties().forEach(field -> event.attributes().json(field.getKey(), field.getValue()));
        return event.build("acme", "event", Forwarding.ALWAYS);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
