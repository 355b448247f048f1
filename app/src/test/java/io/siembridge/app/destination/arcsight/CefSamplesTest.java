package io.siembridge.app.destination.arcsight;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.syslog.DocumentedKeys;
import io.siembridge.app.destination.syslog.SampleEvents;
import io.siembridge.app.destination.syslog.SyslogHeaders;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CefSamplesTest {
    @ParameterizedTest
    @CsvSource({"2048, false", "8192, false", "8192, true"})
    void everySampleFitsIntoOneWellFormedLine(int limit, boolean withJson) throws Exception {
        CefEncoder encoder = new CefEncoder(SyslogHeaders.rfc5424("{host}"), withJson, "1.2.3");
        assertThat(SampleEvents.all()).hasSizeGreaterThan(100);
        for (OcsfEvent event : SampleEvents.all()) {
            Optional<byte[]> bytes = encoder.encode(event, limit);
            assertThat(bytes).as(event.toString()).isPresent();
            assertThat(bytes.get().length).isLessThanOrEqualTo(limit);
            CefLine line = CefLine.parse(new String(bytes.get(), StandardCharsets.UTF_8));
            assertThat(line.extension())
                    .containsKeys("rt", "act", "cn1")
                    .containsEntry("externalId", event.uid())
                    .containsEntry("flexString2", event.receipt());
            assertThat(line.extension().keySet()).isSubsetOf(DocumentedKeys.CEF);
        }
    }
}
