package io.siembridge.app.destination.qradar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.FuzzedEvents;
import io.siembridge.app.destination.qradar.LeefFormat.Delimiter;
import io.siembridge.app.destination.qradar.LeefFormat.EqualsInText;
import io.siembridge.app.destination.qradar.LeefFormat.Version;
import io.siembridge.app.destination.syslog.SyslogHeaders;
import org.junit.jupiter.api.Test;

class LeefFuzzTest {
    private static final int LIMIT = 4096;

    private final LeefEncoder encoder = new LeefEncoder(
            SyslogHeaders.rfc5424("bridge"), new LeefFormat(Version.V2, Delimiter.CARET, EqualsInText.KEEP), "1");

    @Test
    void anyEventIsOneLineWithinTheLimitOrNone() {
        FuzzedEvents.check(event -> encoder.encode(event, LIMIT).ifPresent(line -> {
            assertThat(line.length).isLessThanOrEqualTo(LIMIT);
            String text = new String(line, UTF_8);
            assertThat(text.chars().noneMatch(each -> each == '\n' || each == '\r' || each == 0))
                    .as(text)
                    .isTrue();
            assertThat(text).contains("LEEF:2.0|");
        }));
    }
}
