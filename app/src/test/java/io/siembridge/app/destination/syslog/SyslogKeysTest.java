package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Problems;
import io.siembridge.app.config.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyslogKeysTest {
    private static final SyslogKeys KEYS = new SyslogKeys("siem-bridge-{source}", 4000, 1024);

    private final Problems problems = new Problems();

    @Test
    void needsOnlyAnAddress() {
        SyslogConfig config = read(Map.of("address", "tls://qradar.example"));
        assertThat(problems.all()).isEmpty();
        assertThat(config.servers()).extracting(ServerAddress::toString).containsExactly("tls://qradar.example:6514");
        assertThat(config.header()).isEqualTo(HeaderFormat.RFC5424);
        assertThat(config.framing()).isEqualTo(Framing.NEWLINE);
        assertThat(config.facility()).isEqualTo(Facility.LOCAL0);
        assertThat(config.logSource()).isEqualTo("siem-bridge-{source}");
        assertThat(config.confirmAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.writeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.maxEvent()).isEqualTo(4000);
    }

    @Test
    void takesEveryKey() {
        SyslogConfig config = read(Map.of(
                "address", "tcp://[2001:db8::1]:1514",
                "header", "rfc3164",
                "facility", "local4",
                "framing", "octet-counted",
                "log_source", "{vendor}-1.example",
                "confirm_after", "2m",
                "max_unconfirmed", "10",
                "connect_timeout", "3s",
                "write_timeout", "4s",
                "max_event", "16KiB"));
        assertThat(problems.all()).isEmpty();
        assertThat(config.servers())
                .containsExactly(new ServerAddress(ServerAddress.Transport.TCP, "2001:db8::1", 1514));
        assertThat(config).hasToString("tcp://[2001:db8::1]:1514");
        assertThat(config.header()).isEqualTo(HeaderFormat.RFC3164);
        assertThat(config.facility()).isEqualTo(Facility.LOCAL4);
        assertThat(config.framing()).isEqualTo(Framing.OCTET_COUNTED);
        assertThat(config.confirmAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.maxUnconfirmed()).isEqualTo(10);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.writeTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.maxEvent()).isEqualTo(16 * 1024);
    }

    @Test
    void triesFallbacksAfterTheAddress() {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        members.put("address", ConfigNode.text("address", 1, "tcp://a:1"));
        ConfigNode second = ConfigNode.text("fallback[0]", 2, "tcp://b:2");
        members.put("fallback", ConfigNode.list("fallback", 2, List.of(second)));
        SyslogConfig config = read(ConfigNode.section("qradar", 1, members));
        assertThat(problems.all()).isEmpty();
        assertThat(config).hasToString("tcp://a:1 or tcp://b:2");
    }

    @Test
    void sendsSmallerMessagesAsDatagrams() {
        assertThat(read(Map.of("address", "udp://qradar.example")).maxEvent()).isEqualTo(1024);
        assertThat(problems.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://qradar, address, max_event, 4000",
        "tcp://qradar, max_event, max_event, 100",
        "tcp://qradar, max_event, max_event, 2MiB",
        "udp://qradar, max_event, max_event, 65508",
        "tcp://qradar, confirm_after, confirm_after, 1ms",
        "tcp://qradar, write_timeout, write_timeout, 0s",
        "udp://qradar, confirm_after, confirm_after, 5s",
        "udp://qradar, framing, framing, newline",
        "tcp://qradar, log_source, log_source, '{nothing}'",
        "tcp://qradar, log_source, log_source, 'two words'",
        "tcp://qradar, log_source, log_source, '2001:db8::1'",
        "tcp://qradar, fallback, fallback, tls://other",
        "tcp://qradar, facility, facility, local8"
    })
    void saysWhatIsWrong(String address, String place, String key, String value) {
        read(Map.of("address", address, key, value));
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).path()).contains(place);
    }

    @Test
    void saysThatTlsSettingsDoNothingWithoutTls() {
        ConfigNode ca = ConfigNode.text("tls.ca", 3, "ca.crt");
        read(ConfigNode.section(
                "qradar",
                1,
                Map.of(
                        "address", ConfigNode.text("address", 2, "tcp://a"),
                        "tls", ConfigNode.section("tls", 3, Map.of("ca", ca)))));
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).message()).contains("tls://");
    }

    private SyslogConfig read(Map<String, String> values) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        values.forEach((key, value) -> members.put(key, ConfigNode.text("qradar." + key, 1, value)));
        return read(ConfigNode.section("qradar", 1, members));
    }

    private SyslogConfig read(ConfigNode section) {
        Map<String, ConfigNode> members = new LinkedHashMap<>(section.members());
        members.put("type", ConfigNode.text("qradar.type", 1, "qradar"));
        return Section.of(KEYS::read, KEYS.all()).read(ConfigNode.section("qradar", 1, members), problems);
    }
}
