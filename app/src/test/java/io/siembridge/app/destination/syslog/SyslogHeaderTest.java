package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.TestEvents;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyslogHeaderTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-03T04:05:06.789Z"));

    @ParameterizedTest
    @CsvSource({
        "RFC5424, '<131>1 2026-01-01T00:00:00.123Z siem-bridge-1 wallarm - - - '",
        "RFC3164, '<131>Jan  1 00:00:00 siem-bridge-1 '",
        "SHORT, '<131>1 2026-01-01T00:00:00.123Z siem-bridge-1 '",
        "NONE, ''"
    })
    void writesEachForm(HeaderFormat format, String expected) {
        assertThat(header(format, "siem-bridge-1", "unused").of(TestEvents.event(0)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "siem-bridge-{source}, host.example, siem-bridge-wallarm",
        "{vendor}.{host}, host.example, wallarm.host.example",
        "{host}, 2001:db8::1, 2001-db8-1",
        "{host}, 'a host\nwith [everything] \"in\" it', a-host-with-everything-in-it",
        "{host}, '', -"
    })
    void makesOneWordOfTheLogSource(String template, String hostName, String expected) {
        assertThat(header(HeaderFormat.SHORT, template, hostName).of(TestEvents.event(0)))
                .isEqualTo("<131>1 2026-01-01T00:00:00.123Z " + expected + " ");
    }

    @Test
    void limitsTheHostToWhatTheHeaderAllows() {
        String header = header(HeaderFormat.SHORT, "h".repeat(300), "").of(TestEvents.event(0));
        assertThat(header).endsWith(" " + "h".repeat(255) + " ");
    }

    @Test
    void takesTheClockForTimesThatCannotBeWritten() {
        for (long time : List.of(-1L, Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800_000L)) {
            assertThat(header(HeaderFormat.SHORT, "h", "").of(JsonEvents.at(time)))
                    .isEqualTo("<131>1 2026-02-03T04:05:06.789Z h ");
        }
        assertThat(header(HeaderFormat.SHORT, "h", "").of(JsonEvents.at(253_402_300_799_999L)))
                .contains("9999-12-31T23:59:59.999Z");
    }

    @Test
    void numbersFacilitiesAsTheStandardDoes() {
        assertThat(Facility.KERN.code()).isZero();
        assertThat(Facility.AUTHPRIV.code()).isEqualTo(10);
        assertThat(Facility.LOCAL0.code()).isEqualTo(16);
        assertThat(Facility.LOCAL7.code()).isEqualTo(23);
    }

    private static SyslogHeader header(HeaderFormat format, String logSource, String hostName) {
        return new SyslogHeader(format, Facility.LOCAL0, logSource, hostName, CLOCK);
    }
}
