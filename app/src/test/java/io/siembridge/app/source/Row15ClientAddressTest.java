package io.siembridge.app.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Problems;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 15: who says where a request came from. 10.0.0.0/8 and 2001:db8::/32 are the proxies we trust. */
class Row15ClientAddressTest {
    private static final ClientAddress BEHIND_PROXIES =
            new ClientAddress(new AddressList(List.of("10.0.0.0/8", "2001:db8::/32")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # peer        | X-Forwarded-For, header by header                | sender
            203.0.113.9   | -                                                | 203.0.113.9
            203.0.113.9   | 192.0.2.1                                        | 203.0.113.9
            10.0.0.1      | -                                                | 10.0.0.1
            10.0.0.1      | 192.0.2.1                                        | 192.0.2.1
            10.0.0.1      | 1.1.1.1, 192.0.2.1                               | 192.0.2.1
            10.0.0.1      | 1.1.1.1, 192.0.2.1, 10.9.9.9                     | 192.0.2.1
            10.0.0.1      | 10.1.1.1, 10.2.2.2                               | 10.1.1.1
            10.0.0.1      | 1.1.1.1 ; 192.0.2.1                              | 192.0.2.1
            10.0.0.1      | 192.0.2.1, ,                                     | 192.0.2.1
            10.0.0.1      | ,                                                | 10.0.0.1
            10.0.0.1      | 192.0.2.1:55123                                  | 192.0.2.1
            10.0.0.1      | [2001:db9::7]:443                                | 2001:db9::7
            10.0.0.1      | [2001:db9::7]                                    | 2001:db9::7
            10.0.0.1      | 2001:db9::7                                      | 2001:db9::7
            2001:db8::1   | 192.0.2.1                                        | 192.0.2.1
            ::ffff:10.0.0.1 | 192.0.2.1                                      | 192.0.2.1
            10.0.0.1      | unknown                                          | unknown
            10.0.0.1      | 192.0.2.1, unknown, 10.0.0.2                     | unknown
            10.0.0.1      | cafe.de                                          | unknown
            10.0.0.1      | 192.0.2.1.evil                                   | unknown
            10.0.0.1      | 999.0.2.1                                        | unknown
            10.0.0.1      | 010.0.0.1                                        | unknown
            10.0.0.1      | <script>                                         | unknown
            """)
    void believesOnlyWhatTrustedProxiesWrote(String peer, String headers, String sender) {
        List<String> values = new ArrayList<>();
        if (headers != null) {
            values.addAll(Arrays.asList(headers.split(";")));
        }
        assertThat(BEHIND_PROXIES.of(peer, values)).isEqualTo(sender);
    }

    @Test
    void believesNobodyUnlessTold() {
        assertThat(new ClientAddress(new AddressList(List.of())).of("10.0.0.1", List.of("192.0.2.1")))
                .isEqualTo("10.0.0.1");
    }

    /** A name would be looked up, and its owner would decide. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cafe.de",
                "beef",
                "dead.beef",
                "localhost",
                "1.2.3",
                "1",
                "0x7f.1",
                "1.2.3.4.",
                "01.2.3.4",
                ".::1",
                "999.1.1.1",
                "a:b",
                "",
                ":"
            })
    void namesAreNeitherInAListNorPutIntoOne(String name) {
        AddressList all = new AddressList(List.of("0.0.0.0/0", "::/0"));
        assertThat(all.contains(name)).isFalse();
        assertThat(isRefused(name)).isTrue();
        assertThat(isRefused(name + "/8")).isTrue();
    }

    /** As they come from a socket: with brackets or a zone they would be in no list. */
    @ParameterizedTest
    @CsvSource({
        "::1, ::1",
        "::1, ::/64",
        "2001:db8::7, 2001:db8::/32",
        "fe80::1%1, fe80::/10",
        "::ffff:192.0.2.1, 192.0.2.0/24",
        "192.0.2.1, ::ffff:192.0.2.1",
        "192.0.2.1, 192.0.2.1"
    })
    void thePeerOfAConnectionIsFoundInAList(String peer, String entry) throws Exception {
        InetSocketAddress socket = new InetSocketAddress(InetAddress.getByName(peer), 12345);
        assertThat(new AddressList(List.of(entry)).contains(ClientAddress.numeric(socket)))
                .isTrue();
    }

    @Test
    void aConnectionWithoutAnAddressIsInNoList() {
        AddressList all = new AddressList(List.of("0.0.0.0/0", "::/0"));
        for (SocketAddress peer :
                List.of(InetSocketAddress.createUnresolved("localhost", 1), UnixDomainSocketAddress.of("/run/x"))) {
            assertThat(all.contains(ClientAddress.numeric(peer))).isFalse();
        }
    }

    @Test
    void takesAddressesAndRanges() {
        for (String entry :
                List.of("34.102.90.100/32", "0.0.0.0/0", "255.255.255.255", "::1", "2001:db8::/32", "::ffff:1.2.3.4")) {
            assertThat(isRefused(entry)).as(entry).isFalse();
        }
        assertThat(isRefused("1.2.3.4/33")).isTrue();
    }

    private static boolean isRefused(String entry) {
        Problems problems = new Problems();
        AddressList.ENTRY.read(ConfigNode.text("allow[0]", 1, entry), problems);
        return !problems.isEmpty();
    }
}
