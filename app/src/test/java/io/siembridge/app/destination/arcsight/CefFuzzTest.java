package io.siembridge.app.destination.arcsight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.FuzzedEvents;
import io.siembridge.app.destination.syslog.SyslogHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CefFuzzTest {
    private static final int LIMIT = 4096;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyEventIsOneLineWithinTheLimitOrNone(boolean withJson) {
        CefEncoder encoder = new CefEncoder(SyslogHeaders.rfc5424("bridge"), withJson, "1");
        FuzzedEvents.check(event -> encoder.encode(event, LIMIT).ifPresent(line -> {
            assertThat(line.length).isLessThanOrEqualTo(LIMIT);
            String text = new String(line, UTF_8);
            assertThat(text.chars().noneMatch(each -> each == '\n' || each == '\r' || each == 0))
                    .as(text)
                    .isTrue();
            assertThat(text).contains("CEF:");
        }));
    }
}
