package io.siembridge.normalizers.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.PinnedSchema;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
    private static final Pattern SCHEMA_PATTERN =
            Pattern.compile(PinnedSchema.read().at("/types/ip_t/regex").asText());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "192.0.2.1",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "2001:db8::17",
                "2001:DB8:0:0:8:800:200C:417A",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "::ffff:192.0.2.1",
                "64:ff9b::192.0.2.33",
                "1:2:3:4:5:6:192.0.2.1",
                "fe80::1:2:3:4",
            })
    void addressesAreRecognised(String text) {
        assertThat(IpText.isAddress(text)).isTrue();
        assertThat(SCHEMA_PATTERN.matcher(text).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "192.0.2",
                "192.0.2.1.1",
                "192.0.2.256",
                "192.0.2.01",
                "192.0.2.1:80",
                "192.0.2.1/24",
                " 192.0.2.1",
                "192.0.2.1 ",
                "1.2.3.a",
                "１.2.3.4",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "12345::",
                "g::",
                "[::1]",
                "fe80::1%eth0",
                "::192.0.2.1:1",
                "192.0.2.1::",
                "::192.0.2.256",
                "1:2:3:4:5:6:7:192.0.2.1",
                "unknown",
                "example.com",
            })
    void anythingElseIsNone(String text) {
        assertThat(IpText.isAddress(text)).isFalse();
    }

    @Test
    void agreesWithTheSchemaAndThePlatformOnRandomText() throws UnknownHostException {
        Random random = new Random(20260115);
        int addresses = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = random.nextBoolean() ? ipv6(random) : ipv4(random);
            if (IpText.isAddress(text)) {
                addresses++;
                assertThat(SCHEMA_PATTERN.matcher(text).find()).as(text).isTrue();
                // A literal address is parsed, never looked up.
                boolean four = InetAddress.getByName(text) instanceof Inet4Address;
                assertThat(four)
                        .as(text)
                        .isEqualTo(IpText.isIpv4(text)
                                || text.startsWith("::ffff:")
                                || text.startsWith("0:0:0:0:0:ffff:"));
            }
        }
        assertThat(addresses).isBetween(1_000, 19_000);
    }

    private static String ipv4(Random random) {
        StringBuilder text = new StringBuilder();
        int parts = random.nextInt(10) == 0 ? 3 : 4;
        for (int i = 0; i < parts; i++) {
            text.append(i == 0 ? "" : ".").append(random.nextInt(280));
        }
        return text.toString();
    }

    private static String ipv6(Random random) {
        StringBuilder text = new StringBuilder();
        int groups = 5 + random.nextInt(4);
        int compression = random.nextInt(groups + 3);
        for (int i = 0; i < groups; i++) {
            text.append(i == compression ? "::" : i == 0 ? "" : ":");
            text.append(Integer.toHexString(random.nextInt(0x11000)));
        }
        return text.append(random.nextInt(20) == 0 ? ":192.0.2.1" : "").toString();
    }
}
