package io.siembridge.app.destination.arcsight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.FuzzedEvents;
import io.siembridge.app.destination.syslog.DocumentedKeys;
import io.siembridge.app.destination.syslog.SyslogHeaders;
import org.junit.jupiter.api.Test;

class CefFuzzTest {
    private static final int LIMIT = 4096;

    private final CefEncoder plain = new CefEncoder(SyslogHeaders.rfc5424("bridge"), false, "1");
    private final CefEncoder withJson = new CefEncoder(SyslogHeaders.rfc5424("bridge"), true, "1");

    @Test
    void anyEventIsOneWellFormedLineWithinTheLimitOrNone() {
        FuzzedEvents.check(event -> {
            CefEncoder encoder = event.uid().hashCode() % 2 == 0 ? plain : withJson;
            encoder.encode(event, LIMIT).ifPresent(bytes -> {
                assertThat(bytes.length).isLessThanOrEqualTo(LIMIT);
                CefLine line = CefLine.parse(new String(bytes, UTF_8));
                assertThat(line.extension()).containsKeys("rt", "act", "cn1", "externalId", "flexString2");
                assertThat(DocumentedKeys.CEF).containsAll(line.extension().keySet());
            });
        });
    }
}
