package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.TestEvents;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FlatEventTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "HTTP_ACTIVITY, sqli, Blocked, 203.0.113.9, 198.51.100.20, -, shop.example.com/api/v1/search?q=1, storefront, SQL injection",
                "VULNERABILITY_FINDING, vendor_event, New, -, 198.51.100.7, owner@example.com, https://app.snyk.example/x, shop/backend:package.json, -",
                "COMPLIANCE_FINDING, vendor_event, New, -, -, owner@example.com, https://soda.example/c/1, orders, customer id is never null",
                "DETECTION_FINDING, vendor_event, Blocked, 2001:db8::66, -, jdoe, shop.example.com/login, shop, Notification about denylisted IP",
                "INCIDENT_FINDING, vendor_event, New, -, -, lead@example.com, https://soda.example/i/196, Invalid customer ids, -",
                "DATA_SECURITY_FINDING, vendor_event, New, -, 2001:db8::80, -, https://soveren.example/e/1, orders-api, PCI to third parties",
                "ACCOUNT_CHANGE, vendor_event, Something, 203.0.113.1, -, jsmith@example.com, -, -, -",
                "USER_ACCESS, vendor_event, Something, -, -, jsmith@example.com, -, -, -",
                "ENTITY_MANAGEMENT, vendor_event, Something, -, -, John Doe, -, GET shop.example.com/users, -",
                "SCAN_ACTIVITY, vendor_event, Success, -, -, -, -, shop, -",
                "APPLICATION_ERROR, vendor_event, Failure, -, -, -, -, -, -",
                "BASE_EVENT, vendor_event, Success, -, -, -, -, -, -"
            })
    void findsEachFieldWhereItsClassKeepsIt(
            EventClass eventClass,
            String id,
            String category,
            String source,
            String destination,
            String user,
            String url,
            String resource,
            String policy) {
        FlatEvent flat = new FlatEvent(JsonEvents.full(eventClass));
        assertThat(flat.eventId()).isEqualTo(id);
        assertThat(flat.category()).isEqualTo(category);
        assertThat(flat.sourceAddress().orElse(null)).isEqualTo(source);
        assertThat(flat.destinationAddress().orElse(null)).isEqualTo(destination);
        assertThat(flat.user().orElse(null)).isEqualTo(user);
        assertThat(flat.url().orElse(null)).isEqualTo(url);
        assertThat(flat.resource().orElse(null)).isEqualTo(resource);
        assertThat(flat.policy().orElse(null)).isEqualTo(policy);
    }

    @ParameterizedTest
    @CsvSource({"1, .new", "2, .updated", "3, .closed"})
    void tellsNewFindingsFromClosedOnes(int activity, String suffix) {
        EventBuilder event =
                new EventBuilder(EventClass.VULNERABILITY_FINDING, EventClass.VULNERABILITY_FINDING.activity(activity));
        event.inMetadata(metadata -> metadata.text("event_code", "project_snapshot/v0"));
        assertThat(new FlatEvent(event.build("snyk", "issue", Forwarding.ALWAYS)).eventId())
                .isEqualTo("project_snapshot/v0" + suffix);
    }

    @Test
    void namesTheClassWhereTheVendorGaveNoCode() {
        EventBuilder event = new EventBuilder(EventClass.HTTP_ACTIVITY, EventClass.HTTP_ACTIVITY.activity(3));
        FlatEvent flat = new FlatEvent(event.build("wallarm", "attack", Forwarding.ALWAYS));
        assertThat(flat.eventId()).isEqualTo("http_activity");
        assertThat(flat.category()).isEqualTo("Get");
        assertThat(flat.name()).isEqualTo("HTTP Activity: Get");
    }

    @Test
    void readsVulnerabilities() {
        FlatEvent flat = new FlatEvent(JsonEvents.full(EventClass.VULNERABILITY_FINDING));
        assertThat(flat.cves()).containsExactly("CVE-2021-23337", "CVE-2021-0002");
        assertThat(flat.cvss()).contains("7.2");
        assertThat(flat.cwe()).contains("CWE-78");
        assertThat(flat.remediation()).contains("Upgrade lodash");
        assertThat(flat.text(FlatEvent.PACKAGE + "/fixed_in_version")).contains("4.17.21");
    }

    @Test
    void joinsLists() {
        assertThat(new FlatEvent(JsonEvents.full(EventClass.DATA_SECURITY_FINDING)).dataTypes())
                .contains("Person,Card");
        assertThat(new FlatEvent(JsonEvents.full(EventClass.USER_ACCESS)).privileges())
                .contains("admin,analyst");
        assertThat(new FlatEvent(JsonEvents.full(EventClass.BASE_EVENT)).dataTypes())
                .isEmpty();
    }

    @Test
    void takesNoNameForAnAddress() {
        String forged = "{\"src_endpoint\": {\"ip\": \"client.example.net\"}}";
        assertThat(new FlatEvent(JsonEvents.event(EventClass.HTTP_ACTIVITY, forged)).sourceAddress())
                .isEmpty();
    }

    @Test
    void countsOnlyWhatStandsForMany() {
        assertThat(new FlatEvent(TestEvents.event(1)).count()).isEmpty();
        assertThat(new FlatEvent(JsonEvents.event(EventClass.BASE_EVENT, "{\"count\": 1}")).count())
                .isEmpty();
        assertThat(new FlatEvent(JsonEvents.event(EventClass.BASE_EVENT, "{\"count\": 2}")).count())
                .contains("2");
    }

    /** As {@link com.fasterxml.jackson.core.JsonPointer} would have it, whatever stands where an object is expected. */
    @Test
    void followsAPointerAsFarAsTheEventGoes() {
        FlatEvent flat = new FlatEvent(JsonEvents.event(
                EventClass.BASE_EVENT, "{\"a\": [{\"b\": \"c\"}], \"d\": {\"0\": \"e\"}, \"f\": \"g\", \"\": \"h\"}"));
        assertThat(flat.text("/a/0/b")).contains("c");
        assertThat(flat.text("/d/0")).contains("e");
        assertThat(flat.text("/f")).contains("g");
        for (String nowhere : List.of("/a/1/b", "/a/b", "/a/name/0", "/f/0", "/f/x", "/x/0/y", "/a/0")) {
            assertThat(flat.text(nowhere)).as(nowhere).isEmpty();
        }
    }
}
