package io.siembridge.normalizers.snyk;

import static io.siembridge.normalizers.snyk.Snapshots.HEADERS;
import static io.siembridge.normalizers.snyk.Snapshots.normalize;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.JsonSchemas;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every value of an issue, its project, organisation and group stands in the event of that issue, and in no other. */
class NothingLostTest {
    private static final int ISSUES_OF_A_BASE_IMAGE = 200;

    @TestFactory
    Stream<DynamicTest> everyValueOfASampleIsInItsEvent() {
        return Snapshots.samples().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> checkSample(sample)));
    }

    private static void checkSample(Snapshots.Sample sample) throws IOException, MalformedPayloadException {
        ObjectNode body = (ObjectNode) Snapshots.JSON.readTree(sample.body());
        List<JsonNode> issues = Leaves.items(body);
        List<JsonNode> items = issues.isEmpty() ? List.of(body) : issues;
        List<OcsfEvent> events = normalize(sample.headers(), sample.body()).events();

        assertThat(events).hasSizeGreaterThanOrEqualTo(items.size());
        for (int i = 0; i < items.size(); i++) {
            assertThat(Leaves.lost(items.get(i), events.get(i)))
                    .as("event " + i)
                    .isEmpty();
        }
    }

    @Test
    void aNewBaseImageWithHundredsOfIssuesIsAnEventForEach() {
        ObjectNode body = Snapshots.snapshot();
        body.withObject("project").put("type", "deb").put("imageId", "sha256:00ff");
        for (int i = 0; i < ISSUES_OF_A_BASE_IMAGE; i++) {
            body.withArray("newIssues").add(issueOfBaseImage(i));
        }
        List<JsonNode> items = Leaves.items(body);

        List<OcsfEvent> events = normalize(HEADERS, body).events();

        assertThat(events).hasSize(ISSUES_OF_A_BASE_IMAGE).doesNotHaveDuplicates();
        assertThat(events).extracting(OcsfEvent::uid).doesNotHaveDuplicates();
        for (int i = 0; i < events.size(); i++) {
            assertThat(Leaves.lost(items.get(i), events.get(i))).isEmpty();
            assertThat(JsonSchemas.problems(events.get(i).json())).isEmpty();
            assertThat(events.get(i).toString())
                    .as("the share of event " + i)
                    .hasSizeLessThan(20_000)
                    .doesNotContain("SNYK-DEBIAN12-LIB" + (i + 1) + "-");
        }
    }

    /** About as long as Snyk's own: a few kilobytes, most of it description. */
    private static ObjectNode issueOfBaseImage(int number) {
        ObjectNode issue = Snapshots.vulnerability(
                "SNYK-DEBIAN12-LIB" + number + "-" + (7_000_000 + number),
                "lib" + number + "/lib" + number,
                "1:2.0-" + number);
        issue.put("priorityScore", 100 + number);
        ObjectNode data = issue.withObject("issueData");
        data.put("description", ("## Overview\r\nOverflow no. " + number + " – “quoted”.\r\n").repeat(120));
        data.put("CVSSv3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H").put("cvssScore", 7.5);
        data.withObject("identifiers").putArray("CVE").add("CVE-2026-" + (20_000 + number));
        return issue;
    }
}
