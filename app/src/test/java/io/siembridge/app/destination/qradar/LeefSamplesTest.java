package io.siembridge.app.destination.qradar;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.qradar.LeefFormat.Delimiter;
import io.siembridge.app.destination.qradar.LeefFormat.EqualsInText;
import io.siembridge.app.destination.qradar.LeefFormat.Version;
import io.siembridge.app.destination.syslog.DocumentedKeys;
import io.siembridge.app.destination.syslog.SampleEvents;
import io.siembridge.app.destination.syslog.SyslogHeaders;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeefSamplesTest {
    @ParameterizedTest
    @ValueSource(ints = {1024, 4000})
    void everySampleFitsIntoOneWellFormedLine(int limit) throws Exception {
        LeefFormat format = new LeefFormat(Version.V2, Delimiter.CARET, EqualsInText.KEEP);
        LeefEncoder encoder = new LeefEncoder(SyslogHeaders.rfc5424("siem-bridge-{source}"), format, "1.2.3");
        assertThat(SampleEvents.all()).hasSizeGreaterThan(100);
        for (OcsfEvent event : SampleEvents.all()) {
            Optional<byte[]> bytes = encoder.encode(event, limit);
            assertThat(bytes).as(event.toString()).isPresent();
            assertThat(bytes.get().length).isLessThanOrEqualTo(limit);
            LeefLine line = LeefLine.parse(new String(bytes.get(), StandardCharsets.UTF_8));
            assertThat(line.attributes())
                    .containsKeys("devTime", "cat", "sev")
                    .containsEntry("ocsfUid", event.uid())
                    .containsEntry("receipt", event.receipt());
            assertThat(line.attributes().keySet()).isSubsetOf(DocumentedKeys.LEEF);
        }
    }
}
