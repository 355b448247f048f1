package io.siembridge.normalizers.snyk;

import static io.siembridge.normalizers.Webhooks.object;
import static io.siembridge.normalizers.snyk.Payloads.HEADERS;
import static io.siembridge.normalizers.snyk.Payloads.VENDOR;
import static io.siembridge.normalizers.snyk.Payloads.event;
import static io.siembridge.normalizers.snyk.Payloads.headers;
import static io.siembridge.normalizers.snyk.Payloads.normalize;
import static io.siembridge.normalizers.snyk.Payloads.snapshot;
import static io.siembridge.normalizers.snyk.Payloads.vulnerability;
import static io.siembridge.normalizers.snyk.Payloads.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.JsonSchemas;
import io.siembridge.normalizers.SampleCase;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The finer points of the findings, which no sample shows. */
class FindingsTest {
    private final ObjectNode issue = vulnerability("SNYK-JS-A-1", "a", "1.5.0");

    @Test
    void hasTheSeverityTheConfigurationGivesAWord() throws MalformedPayloadException {
        NormalizerSettings settings = new NormalizerSettings(
                false,
                new SnykVendor().severities().with(Map.of("high", Severity.FATAL, "moderate", Severity.MEDIUM)),
                Optional.of("configured"));

        OcsfEvent event = normalize(settings, HEADERS, Webhooks.bytes(with(snapshot(), "newIssues", issue)))
                .events()
                .get(0);

        assertThat(event.severity()).isEqualTo(Severity.FATAL);
        assertThat(event.text("metadata", "tenant_uid"))
                .as("the payload names one")
                .hasValue("o-1");
    }

    @Test
    void showsASeverityWordNobodyKnowsAsItIs() {
        issue.withObject("issueData").put("severity", "catastrophic");

        assertThat(finding().severity()).isEqualTo(Severity.OTHER);
        assertThat(finding().text("severity")).hasValue("catastrophic");
    }

    @Test
    void hasAnUnknownSeverityWithoutAWord() {
        issue.withObject("issueData").putNull("severity");

        assertThat(finding().severity()).isEqualTo(Severity.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "mature, true",
        "functional, true",
        "proof-of-concept, true",
        "Proof of Concept, true",
        "attacked, true",
        "no-known-exploit, false",
        "no-data, ''",
        "something, ''"
    })
    void saysWhetherThereIsAnExploit(String maturity, String expected) {
        issue.withObject("issueData").put("exploitMaturity", maturity);

        assertThat(vulnerabilities().path(0).path("is_exploit_available").asText())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5.0, 2.0.0 1.5.7 1.4.9, 1.5.7",
        "1.5.0, 1.4.9, 1.4.9",
        "1.5.0-rc1, 1.5.0 1.4.9, 1.5.0",
        "v0.9, 0.10.0 0.8.3, 0.10.0"
    })
    void namesTheFixOfTheLineOfReleasesInUse(String inUse, String fixedIn, String expected) {
        issue.putArray("pkgVersions").add(inUse);
        issue.withObject("fixInfo").set("fixedIn", SampleCase.JSON.valueToTree(fixedIn.split(" ")));

        assertThat(vulnerabilities()
                        .at("/0/affected_packages/0/fixed_in_version")
                        .asText())
                .isEqualTo(expected);
    }

    @Test
    void prefersTheNearestFixedVersionThatSnykNames() {
        issue.withObject("fixInfo").put("nearestFixedInVersion", "1.5.1");

        assertThat(vulnerabilities()
                        .at("/0/affected_packages/0/fixed_in_version")
                        .asText())
                .isEqualTo("1.5.1");
        assertThat(vulnerabilities().at("/0/remediation/desc").asText())
                .isEqualTo("Upgrade a to 1.5.1, 9.9.9 or later");
    }

    @Test
    void hasARatingOnlyWithVectorAndScore() {
        ObjectNode data = issue.withObject("issueData");
        data.withObject("identifiers").putArray("CVE").add("CVE-2026-12345");
        data.put("cvssScore", 7.5);

        assertThat(vulnerabilities().at("/0/cve/cvss").isMissingNode()).isTrue();
        assertThat(finding()
                        .json()
                        .at("/unmapped/snyk/newIssues/0/issueData/cvssScore")
                        .asDouble())
                .isEqualTo(7.5);

        data.put("CVSSv3", "CVSS:3.1/AV:N");
        assertThat(vulnerabilities().at("/0/cve/cvss/0/version").asText()).isEqualTo("3.1");
        for (String noScore : List.of("\"high\"", "10.1", "-1", "1e400", "[7.5]")) {
            data.setAll(object("{\"cvssScore\": " + noScore + "}"));
            assertThat(vulnerabilities().at("/0/cve/cvss").isMissingNode()).isTrue();
        }
    }

    @Test
    void takesOnlyIdentifiersOfTheRightForm() {
        JsonNode identifiers = object("{\"CVE\": [20261, \"none\", \"CVE-2026-12345\", \"CVE-2026-12345\", {\"a\": 1}],"
                + " \"CWE\": [79, \"CWE-79\"]}");
        issue.withObject("issueData").set("identifiers", identifiers);

        assertThat(vulnerabilities()).hasSize(1);
        assertThat(vulnerabilities().at("/0/cve/uid").asText()).isEqualTo("CVE-2026-12345");
        assertThat(vulnerabilities().at("/0/cve/related_cwes")).hasSize(1);
        assertThat(finding()
                        .json()
                        .at("/unmapped/snyk/newIssues/0/issueData/identifiers")
                        .toString())
                .isEqualTo("{\"CVE\":[20261,\"none\",\"CVE-2026-12345\",{\"a\":1}],\"CWE\":[79]}");
    }

    @Test
    void multipliesNoLongListsByEachOther() {
        ObjectNode identifiers = issue.withObject("issueData").withObject("identifiers");
        for (int i = 0; i < 3_000; i++) {
            identifiers.withArray("CVE").add("CVE-2026-" + (10_000 + i));
            issue.withArray("pkgVersions").add("1." + i);
        }
        ObjectNode body = with(snapshot(), "newIssues", issue);
        OcsfEvent event = event(body);

        assertThat(event.json().path("vulnerabilities")).hasSize(50);
        assertThat(event.json().at("/vulnerabilities/0/affected_packages")).hasSize(100);
        assertThat(Webhooks.lost(VENDOR, body, event)).isEmpty();
    }

    @Test
    void goesByTheFormOfTheIdWithoutAType() {
        issue.remove("issueType");
        assertThat(finding().eventClass()).isEqualTo(EventClass.VULNERABILITY_FINDING);

        issue.put("id", "snyk:lic:npm:a:MIT");
        assertThat(finding().eventClass()).isEqualTo(EventClass.COMPLIANCE_FINDING);
    }

    @Test
    void identifiesAnIssueWithoutIdByWhatItSays() {
        issue.remove("id");
        issue.withObject("issueData").remove("id");
        String uid = finding().text("finding_info", "uid").orElseThrow();

        assertThat(uid).matches("snyk:p-1:sha256-[0-9a-f]{32}:a");
        assertThat(vulnerabilities().at("/0/advisory/uid").asText()).startsWith("sha256-");
        issue.withObject("issueData").put("title", "Another");
        assertThat(finding().text("finding_info", "uid")).isNotEqualTo(Optional.of(uid));
    }

    @Test
    void keepsBothIdsWhereTheyDiffer() {
        issue.withObject("issueData").put("id", "SNYK-JS-OTHER-2");
        ObjectNode body = with(snapshot(), "newIssues", issue);

        assertThat(event(body).text("metadata", "original_event_uid")).hasValue("SNYK-JS-A-1");
        assertThat(Webhooks.lost(VENDOR, body, event(body))).isEmpty();
    }

    @Test
    void survivesAProjectWithoutIdAndName() {
        ObjectNode body = with(snapshot(), "newIssues", issue);
        body.withObject("project").remove(List.of("id", "name"));
        body.withObject("project").put("imageTag", "1").put("imagePlatform", "linux/amd64");

        assertThat(event(body).json().has("resources")).isFalse();
        assertThat(Webhooks.lost(VENDOR, body, event(body))).isEmpty();
        assertThat(JsonSchemas.problems(event(body).json())).isEmpty();
    }

    @Test
    void neverNamesAnOwnerTheSchemaRefuses() {
        ObjectNode body = with(snapshot(), "newIssues", issue);
        body.withObject("project")
                .set("owner", object("{\"email\": \"someone@shop.example\", \"name\": \"Some One\"}"));

        assertThat(event(body).json().at("/resources/0/owner").isMissingNode()).isTrue();
        assertThat(Webhooks.lost(VENDOR, body, event(body))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "app.snyk.io/p", "https://a.example/ b", "ftp://a.example"})
    void linksOnlyToTheWeb(String address) {
        ObjectNode body = with(snapshot(), "newIssues", issue);
        body.withObject("project").put("browseUrl", address);

        assertThat(event(body).text("finding_info", "src_url")).isEmpty();
        assertThat(Webhooks.lost(VENDOR, body, event(body))).isEmpty();
    }

    @Test
    void takesTheTimeOfTheHeaderThenOfTheTestThenOfReceipt() {
        ObjectNode body = with(snapshot(), "newIssues", issue);
        body.withObject("project").put("lastTestedDate", "2026-01-14T10:00:00.123Z");

        assertThat(at("2026-01-15T01:02:03.456789Z", body).timeMillis()).isEqualTo(1_768_438_923_456L);
        assertThat(at("2026-01-15T03:02:03+02:00", body)
                        .json()
                        .path("timezone_offset")
                        .asInt())
                .isEqualTo(120);
        assertThat(at("yesterday", body).timeMillis()).isEqualTo(1_768_384_800_123L);
        assertThat(at("", body).text("metadata", "original_time")).hasValue("2026-01-14T10:00:00.123Z");
        assertThat(at("+999999999-12-31T23:59:59Z", body).timeMillis()).isEqualTo(1_768_384_800_123L);
        assertThat(at("-999999999-01-01T00:00:00Z", body).timeMillis()).isEqualTo(1_768_384_800_123L);
        body.withObject("project").put("lastTestedDate", 20260114);
        assertThat(at("yesterday", body).timeMillis()).isEqualTo(Webhooks.RECEIVED.toEpochMilli());
        assertThat(at("yesterday", body).text("metadata", "original_time")).hasValue("yesterday");
    }

    @Test
    void saysOnOneLineWhatAPersonNeeds() {
        issue.withObject("issueData").put("title", "Bad\r\nthing\u2028now");
        issue.put("isIgnored", true);

        assertThat(finding().text("message")).hasValue("Ignored: Bad thing now in a@1.5.0 (shop/web:package.json)");
        assertThat(finding().text("status")).hasValue("Suppressed");
    }

    @Test
    void closesAnIgnoredIssueThatIsGone() {
        issue.put("isIgnored", true);

        assertThat(event(with(snapshot(), "removedIssues", issue)).text("status"))
                .hasValue("Resolved");
    }

    @Test
    void callsContainersByTheirPackagesOrTheirImage() {
        ObjectNode body = with(snapshot(), "newIssues", issue);
        assertThat(product(body)).isEqualTo("Snyk Open Source");

        body.withObject("project").put("imageTag", "1.0").put("imageId", "").put("imagePlatform", "");
        assertThat(product(body)).as("a tag alone").isEqualTo("Snyk Open Source");

        body.withObject("project").put("imageId", "sha256:00");
        assertThat(product(body)).isEqualTo("Snyk Container");

        body.withObject("project").put("imageId", "").put("type", "apk");
        assertThat(product(body)).isEqualTo("Snyk Container");
    }

    @Test
    void namesTheImageWhereThereIsOne() {
        ObjectNode body = with(snapshot(), "newIssues", issue);
        body.withObject("project").put("type", "dockerfile");
        assertThat(event(body).json().path("resources")).hasSize(1);

        body.withObject("project").put("imageTag", "1.0");
        assertThat(event(body).json().at("/resources/1/type").asText()).isEqualTo("Container Image");
        assertThat(event(body).json().at("/resources/1/version").asText()).isEqualTo("1.0");
    }

    private OcsfEvent finding() {
        return event(with(snapshot(), "newIssues", issue));
    }

    private JsonNode vulnerabilities() {
        return finding().json().path("vulnerabilities");
    }

    private static String product(ObjectNode body) {
        return event(body).text("metadata", "product", "name").orElseThrow();
    }

    private static OcsfEvent at(String timestamp, ObjectNode body) {
        Map<String, String> headers = new HashMap<>(headers("x-snyk-timestamp", timestamp));
        return normalize(headers, body).events().get(0);
    }
}
