package io.siembridge.app.destination.qradar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.FuzzedEvents;
import io.siembridge.app.destination.qradar.LeefFormat.Delimiter;
import io.siembridge.app.destination.qradar.LeefFormat.EqualsInText;
import io.siembridge.app.destination.qradar.LeefFormat.Version;
import io.siembridge.app.destination.syslog.DocumentedKeys;
import io.siembridge.app.destination.syslog.SyslogHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeefFuzzTest {
    private static final int LIMIT = 4096;

    private final List<LeefEncoder> encoders = List.of(
            encoder(Version.V2, Delimiter.CARET, EqualsInText.KEEP),
            encoder(Version.V2, Delimiter.TAB, EqualsInText.REPLACE),
            encoder(Version.V1, Delimiter.TAB, EqualsInText.KEEP));

    @Test
    void anyEventIsOneWellFormedLineWithinTheLimitOrNone() {
        FuzzedEvents.check(event -> {
            LeefEncoder encoder = encoders.get(Math.floorMod(event.uid().hashCode(), encoders.size()));
            encoder.encode(event, LIMIT).ifPresent(bytes -> {
                assertThat(bytes.length).isLessThanOrEqualTo(LIMIT);
                LeefLine line = LeefLine.parse(new String(bytes, UTF_8));
                assertThat(line.attributes()).containsKeys("devTime", "cat", "sev", "receipt");
                assertThat(DocumentedKeys.LEEF).containsAll(line.attributes().keySet());
            });
        });
    }

    private static LeefEncoder encoder(Version version, Delimiter delimiter, EqualsInText equals) {
        return new LeefEncoder(SyslogHeaders.rfc5424("bridge"), new LeefFormat(version, delimiter, equals), "1");
    }
}
