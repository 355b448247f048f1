package io.siembridge.normalizers.snyk;

import static io.siembridge.normalizers.Webhooks.object;
import static io.siembridge.normalizers.snyk.Payloads.HEADERS;
import static io.siembridge.normalizers.snyk.Payloads.event;
import static io.siembridge.normalizers.snyk.Payloads.events;
import static io.siembridge.normalizers.snyk.Payloads.headers;
import static io.siembridge.normalizers.snyk.Payloads.normalize;
import static io.siembridge.normalizers.snyk.Payloads.snapshot;
import static io.siembridge.normalizers.snyk.Payloads.vulnerability;
import static io.siembridge.normalizers.snyk.Payloads.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.SampleCase;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events become of which webhook. What is in them is for the samples and {@code FindingsTest} to show. */
class SnykNormalizerTest {
    private static final ObjectNode ISSUE = vulnerability("SNYK-JS-A-1", "a", "1.0");

    @Test
    void closesWhatIsRemovedBeforeItOpensWhatIsNew() {
        List<OcsfEvent> events = events(with(
                with(snapshot(), "newIssues", ISSUE, vulnerability("SNYK-JS-B-2", "b", "1.0")),
                "removedIssues",
                vulnerability("SNYK-JS-A-1", "a", "0.9")));

        assertThat(events)
                .extracting(event -> event.text("activity_name").orElseThrow())
                .containsExactly("Close", "Create", "Create");
        assertThat(events).extracting(OcsfEvent::kind).containsOnly("issue");
        assertThat(events).extracting(OcsfEvent::forwarding).containsOnly(Forwarding.ALWAYS);
    }

    @Test
    void givesOneFindingOneIdThroughVersionsDeliveriesAndWording() {
        ObjectNode reworded = vulnerability("SNYK-JS-A-1", "a", "2.0");
        reworded.withObject("issueData").put("severity", "low").put("title", "Something else");
        List<OcsfEvent> moved = events(with(with(snapshot(), "newIssues", ISSUE), "removedIssues", reworded));
        OcsfEvent later = normalize(
                        headers("x-snyk-timestamp", "2026-02-01T00:00:00Z"), with(snapshot(), "newIssues", ISSUE))
                .events()
                .get(0);

        assertThat(moved).extracting(SnykNormalizerTest::findingUid).containsOnly("snyk:p-1:SNYK-JS-A-1:a");
        assertThat(findingUid(later)).isEqualTo("snyk:p-1:SNYK-JS-A-1:a");
    }

    @Test
    void tellsPackagesWithTheSameAdvisoryApart() {
        assertThat(events(with(snapshot(), "newIssues", ISSUE, vulnerability("SNYK-JS-A-1", "other", "1.0"))))
                .extracting(SnykNormalizerTest::findingUid)
                .doesNotHaveDuplicates();
    }

    @Test
    void givesTheSameBytesTheSameEventIdsAndEveryIssueItsOwn() {
        ObjectNode body = with(with(snapshot(), "newIssues", ISSUE, ISSUE), "removedIssues", ISSUE);

        List<String> first = events(body).stream().map(OcsfEvent::uid).toList();

        assertThat(first).doesNotHaveDuplicates().hasSize(3);
        assertThat(normalize(headers("x-snyk-transport-id", "another"), body).events())
                .extracting(OcsfEvent::uid)
                .isEqualTo(first);
    }

    @Test
    void findsIssuesInEveryFramingWithDistinctIds() throws MalformedPayloadException {
        String line = with(snapshot(), "newIssues", ISSUE).toString();
        byte[] array = ("[" + line + "," + line + "]").getBytes(StandardCharsets.UTF_8);
        byte[] lines = (line + "\n{broken\n" + line).getBytes(StandardCharsets.UTF_8);

        assertThat(normalize(HEADERS, array).events())
                .extracting(OcsfEvent::uid)
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(normalize(HEADERS, lines).events())
                .extracting(OcsfEvent::uid)
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(normalize(HEADERS, lines).unreadable()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"\"", "\"None\"", "{}", "[null]"})
    void takesListsWithoutIssuesForATestWithoutChanges(String list) {
        ObjectNode body = snapshot();
        body.setAll(object("{\"newIssues\": " + list + ", \"removedIssues\": " + list + "}"));

        OcsfEvent scan = event(body);

        assertThat(scan.eventClass()).isEqualTo(EventClass.SCAN_ACTIVITY);
        assertThat(scan.forwarding()).isEqualTo(Forwarding.SCAN);
        assertThat(scan.kind()).isEqualTo("scan");
        assertThat(scan.text("scan", "type"))
                .as("a test may also be started by hand")
                .hasValue("Unknown");
    }

    @Test
    void takesMissingListsForATestWithoutChanges() {
        ObjectNode body = snapshot();
        body.remove(List.of("newIssues", "removedIssues"));

        assertThat(event(body).forwarding()).isEqualTo(Forwarding.SCAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"some\"", "{\"0\": {\"id\": \"x\"}}", "7", "true"})
    void forwardsASnapshotWhoseListItCannotRead(String list) {
        ObjectNode body = snapshot();
        body.setAll(object("{\"newIssues\": " + list + "}"));

        assertThat(event(body).forwarding()).isEqualTo(Forwarding.ALWAYS);
        assertThat(event(body).text("raw_data")).hasValue(body.toString());
    }

    @Test
    void forwardsASnapshotOfAnotherVersionThatNamesItsListsOtherwise() {
        ObjectNode body = snapshot();
        body.set("addedIssues", body.remove("newIssues"));
        body.remove("removedIssues");

        OcsfEvent event = normalize(headers("x-snyk-event", "project_snapshot/v1"), body)
                .events()
                .get(0);

        assertThat(event.eventClass()).isEqualTo(EventClass.BASE_EVENT);
        assertThat(event.forwarding()).isEqualTo(Forwarding.ALWAYS);
        assertThat(event.text("raw_data")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"project_snapshot/v1", "project_snapshot/v7", "Project_Snapshot/V12"})
    void mapsOtherVersionsAndKeepsTheOriginalOfEachIssue(String name) {
        ObjectNode other = vulnerability("SNYK-JS-B-2", "b", "1.0");
        Normalization result = normalize(headers("x-snyk-event", name), with(snapshot(), "newIssues", ISSUE, other));

        OcsfEvent first = result.events().get(0);
        assertThat(first.eventClass()).isEqualTo(EventClass.VULNERABILITY_FINDING);
        assertThat(first.text("metadata", "event_code")).hasValue(name);
        assertThat(first.text("raw_data").orElseThrow())
                .contains("SNYK-JS-A-1", "p-1")
                .doesNotContain("SNYK-JS-B-2");
        assertThat(result.novelties()).contains(new Novelty(Novelty.Kind.EVENT_TYPE, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"project_snapshot/v0", "PROJECT_SNAPSHOT/V0", " project_snapshot / v0", "project_snapshot"})
    void mapsTheKnownVersionWithoutTheOriginal(String name) {
        Normalization result = normalize(headers("x-snyk-event", name), with(snapshot(), "newIssues", ISSUE));

        assertThat(result.events().get(0).text("raw_data")).isEmpty();
        assertThat(result.novelties()).isEmpty();
    }

    @Test
    void keepsOneIssueOnlyInTheOriginalWhenTheSettingsAskForIt() throws MalformedPayloadException {
        SnykVendor vendor = new SnykVendor();
        NormalizerSettings settings = new NormalizerSettings(true, vendor.severities(), Optional.empty());
        ObjectNode body =
                with(with(snapshot(), "newIssues", vulnerability("SNYK-JS-B-2", "b", "1.0")), "removedIssues", ISSUE);

        List<OcsfEvent> events =
                normalize(settings, HEADERS, Webhooks.bytes(body)).events();

        assertThat(events)
                .allSatisfy(event -> assertThat(event.text("raw_data").orElseThrow())
                        .contains("p-1", "o-1")
                        .hasSizeLessThan(body.toString().length()));
        assertThat(events.get(0).toString()).contains("SNYK-JS-A-1").doesNotContain("SNYK-JS-B-2");
        assertThat(events.get(1).toString()).contains("SNYK-JS-B-2").doesNotContain("SNYK-JS-A-1");
    }

    @Test
    void goesByTheShapeOfTheBodyWithoutTheEventHeader() {
        Map<String, String> headers = headers("x-snyk-event", " ");
        ObjectNode onlyRemoved = with(snapshot(), "removedIssues", ISSUE);
        onlyRemoved.remove("newIssues");

        assertThat(normalize(headers, with(snapshot(), "newIssues", ISSUE)).events())
                .extracting(OcsfEvent::kind)
                .containsExactly("issue");
        assertThat(normalize(headers, onlyRemoved).events())
                .extracting(OcsfEvent::kind)
                .containsExactly("issue");
        assertThat(normalize(headers, object("{\"webhookId\": \"w\"}")).events())
                .extracting(OcsfEvent::forwarding)
                .containsExactly(Forwarding.TEST);
        assertThat(normalize(headers, object("{\"project\": {\"id\": \"p\"}}")).events())
                .allSatisfy(event -> {
                    assertThat(event.forwarding()).isEqualTo(Forwarding.ALWAYS);
                    assertThat(event.text("activity_name")).hasValue("unrecognised");
                    assertThat(event.text("raw_data")).isPresent();
                });
    }

    @Test
    void forwardsPingsAsTests() {
        OcsfEvent ping = normalize(headers("x-snyk-event", "ping/v0"), object("{\"webhookId\": \"w-1\"}"))
                .events()
                .get(0);

        assertThat(ping.forwarding()).isEqualTo(Forwarding.TEST);
        assertThat(ping.eventClass()).isEqualTo(EventClass.BASE_EVENT);
        assertThat(ping.json().at("/metadata/labels").toString()).contains("\"test\"");
        assertThat(ping.json().at("/unmapped/snyk/webhookId").asText()).isEqualTo("w-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issue_created/v0", "x", "/v0", "project.snapshot"})
    void keepsEventsItDoesNotKnow(String name) {
        Normalization result = normalize(headers("x-snyk-event", name), with(snapshot(), "newIssues", ISSUE));

        OcsfEvent event = result.events().get(0);
        assertThat(result.events()).hasSize(1);
        assertThat(event.eventClass()).isEqualTo(EventClass.BASE_EVENT);
        assertThat(event.forwarding()).isEqualTo(Forwarding.ALWAYS);
        assertThat(event.text("metadata", "event_code")).hasValue(name);
        assertThat(event.text("raw_data")).isPresent();
        assertThat(result.novelties()).containsExactly(new Novelty(Novelty.Kind.EVENT_TYPE, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"text\"", "true", "null", "[[1]]", "{}"})
    void keepsBodiesThatAreNoSnapshot(String body) throws MalformedPayloadException {
        List<OcsfEvent> events =
                normalize(HEADERS, body.getBytes(StandardCharsets.UTF_8)).events();

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.eventClass()).isEqualTo(EventClass.BASE_EVENT);
            assertThat(event.forwarding()).isEqualTo(Forwarding.ALWAYS);
        });
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> normalize(HEADERS, "{\"project\":".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void keepsTheWholeTextOnceWhereNamesAreRepeated() throws MalformedPayloadException {
        String body = with(snapshot(), "newIssues", ISSUE).toString();
        String repeated = body.substring(0, body.length() - 1) + ",\"newIssues\":[]}";

        List<OcsfEvent> events =
                normalize(HEADERS, repeated.getBytes(StandardCharsets.UTF_8)).events();

        assertThat(events).extracting(OcsfEvent::forwarding).containsExactly(Forwarding.SCAN, Forwarding.ALWAYS);
        assertThat(events.get(1).text("raw_data")).hasValue(repeated);
        assertThat(events).extracting(OcsfEvent::uid).doesNotHaveDuplicates();
    }

    @Test
    void reportsNewMembersByNameOnlyAndNotMoreThanAFew() {
        ObjectNode issue = ISSUE.deepCopy();
        issue.put("reachability", "secret value");
        issue.withObject("issueData").put("severityWithCvss4", 1);
        ObjectNode body = with(snapshot(), "newIssues", issue);
        body.put("account", "secret value");

        assertThat(normalize(HEADERS, body).novelties())
                .containsExactlyInAnyOrder(
                        new Novelty(Novelty.Kind.FIELD, "account"),
                        new Novelty(Novelty.Kind.FIELD, "newIssues[].issueData.severityWithCvss4"),
                        new Novelty(Novelty.Kind.FIELD, "newIssues[].reachability"));
        for (int i = 0; i < 500; i++) {
            body.put("member" + i, i);
        }
        assertThat(normalize(HEADERS, body).novelties()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void reportsNothingNewAboutTheSamplesOfKnownShapes() throws IOException, MalformedPayloadException {
        for (String sample : List.of(
                "new-vulnerability", "container-image", "shape-of-2021", "configuration-issues", "licence-issues")) {
            assertThat(SampleCase.named("snyk/" + sample).normalize().novelties())
                    .as(sample)
                    .isEmpty();
        }
    }

    private static String findingUid(OcsfEvent event) {
        return event.text("finding_info", "uid").orElseThrow();
    }
}
