package io.siembridge.normalizers.snyk;

import static io.siembridge.normalizers.snyk.Payloads.HEADERS;
import static io.siembridge.normalizers.snyk.Payloads.normalize;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.PinnedSchema;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A new base image of a container project brings hundreds of issues at once, each with its share of the snapshot. */
class LargeSnapshotTest {
    private static final int ISSUES_OF_A_BASE_IMAGE = 200;

    @Test
    void everyIssueIsAnEventOfItsOwn() {
        ObjectNode body = Payloads.snapshot();
        body.withObject("project").put("type", "deb").put("imageId", "sha256:00ff");
        for (int i = 0; i < ISSUES_OF_A_BASE_IMAGE; i++) {
            body.withArray("newIssues").add(issueOfBaseImage(i));
        }
        List<OcsfEvent> events = normalize(HEADERS, body).events();

        assertThat(events).hasSize(ISSUES_OF_A_BASE_IMAGE).doesNotHaveDuplicates();
        assertThat(events).extracting(OcsfEvent::uid).doesNotHaveDuplicates();
        for (int i = 0; i < events.size(); i++) {
            assertThat(PinnedSchema.validator().problems(events.get(i).json())).isEmpty();
            assertThat(events.get(i).toString())
                    .as("the share of event " + i)
                    .hasSizeLessThan(20_000)
                    .doesNotContain("SNYK-DEBIAN12-LIB" + (i + 1) + "-");
        }
    }

    /** About as long as Snyk's own: a few kilobytes, most of it description. */
    private static ObjectNode issueOfBaseImage(int number) {
        ObjectNode issue = Payloads.vulnerability(
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
