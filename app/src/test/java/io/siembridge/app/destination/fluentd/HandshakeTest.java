package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.config.Secret;
import io.siembridge.app.destination.fluentd.FluentdConfig.Login;
import io.siembridge.app.destination.fluentd.Handshake.Hello;
import io.siembridge.app.destination.fluentd.Handshake.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/** The handshake byte for byte, between bridge-1.example.net and collector-a.example.net. */
final class HandshakeTest {
    private static final String SALT = "00112233445566778899aabbccddeeff";
    private static final String CLIENT = "bridge-1.example.net";
    private static final byte[] NONCE = hex("101112131415161718191a1b1c1d1e1f");

    private static final byte[] HELO = hex("""
            92 a4 48 45 4c 4f 83 a5 6e 6f 6e 63 65 c4 10 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f a4
            61 75 74 68 c4 00 a9 6b 65 65 70 61 6c 69 76 65 c3
            """);

    private static final byte[] HELO_WITH_USERS = hex("""
            92 a4 48 45 4c 4f 83 a5 6e 6f 6e 63 65 c4 10 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f a4
            61 75 74 68 c4 10 a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af a9 6b 65 65 70 61 6c 69 76 65
            c3
            """);

    private static final byte[] PING = hex("""
            96 a4 50 49 4e 47 b4 62 72 69 64 67 65 2d 31 2e 65 78 61 6d 70 6c 65 2e 6e 65 74 d9 20 30 30 31
            31 32 32 33 33 34 34 35 35 36 36 37 37 38 38 39 39 61 61 62 62 63 63 64 64 65 65 66 66 d9 80 63
            62 65 35 62 61 66 37 31 30 39 32 38 61 33 61 36 66 36 63 31 38 32 37 35 39 34 32 65 31 35 37 32
            31 39 61 37 66 37 62 33 65 35 38 32 66 63 64 35 39 39 61 36 33 35 30 65 32 30 35 61 63 36 31 34
            65 33 64 39 36 64 33 39 38 35 64 66 38 63 64 38 65 62 39 36 36 32 37 38 30 35 31 39 64 65 32 65
            35 39 64 38 33 32 62 38 61 30 32 34 38 35 32 36 31 63 31 36 35 32 38 35 65 64 62 33 33 64 36 a0
            a0
            """);

    private static final byte[] PONG = hex("""
            95 a4 50 4f 4e 47 c3 a0 b7 63 6f 6c 6c 65 63 74 6f 72 2d 61 2e 65 78 61 6d 70 6c 65 2e 6e 65 74
            d9 80 37 31 39 61 36 63 65 34 35 33 30 30 31 35 35 34 33 39 35 37 38 30 36 65 34 35 62 39 37 35
            61 66 66 32 63 31 31 30 30 63 64 62 37 36 36 62 30 30 33 38 34 38 63 64 31 61 32 34 30 64 33 36
            31 34 39 62 61 39 39 64 33 34 32 39 66 62 38 30 36 37 37 31 39 62 39 37 33 31 64 38 31 61 65 37
            63 38 64 38 62 37 61 36 61 64 64 32 62 63 32 65 36 35 61 38 36 31 61 62 37 33 61 34 31 34 32 34
            38 64
            """);

    private static final byte[] REFUSAL = hex("""
            95 a4 50 4f 4e 47 c2 b3 73 68 61 72 65 64 5f 6b 65 79 20 6d 69 73 6d 61 74 63 68 a0 a0
            """);

    private final Handshake handshake = new Handshake(CLIENT, new Secret("orchard-key"), Optional.empty());

    @Test
    void readsHello() throws Exception {
        Hello hello = Handshake.hello(value(HELO));
        assertThat(hello.nonce()).isEqualTo(NONCE);
        assertThat(hello.auth()).isEmpty();
        assertThat(hello.keepAlive()).isTrue();
    }

    @Test
    void takesWhatHelloLeavesOutForEmptyAndTheConnectionForKept() throws Exception {
        Hello hello = Handshake.hello(ValueFactory.newArray(ValueFactory.newString("HELO"), ValueFactory.emptyMap()));
        assertThat(hello.nonce()).isEmpty();
        assertThat(hello.auth()).isEmpty();
        assertThat(hello.keepAlive()).isTrue();
    }

    @Test
    void refusesWhatIsNoHello() {
        for (Value value : List.of(
                ValueFactory.newNil(),
                ValueFactory.emptyArray(),
                ValueFactory.newArray(ValueFactory.newString("HELO")),
                ValueFactory.newArray(ValueFactory.newString("HELO"), ValueFactory.newInteger(1)),
                ValueFactory.newArray(ValueFactory.newString("helo"), ValueFactory.emptyMap()))) {
            assertThatThrownBy(() -> Handshake.hello(value)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void writesPing() throws Exception {
        assertThat(handshake.ping(Handshake.hello(value(HELO)), SALT)).isEqualTo(PING);
    }

    @Test
    void writesUserAndPasswordDigestWhenTheReceiverAuthenticatesUsers() throws Exception {
        Hello hello = Handshake.hello(value(HELO_WITH_USERS));
        Login login = new Login("bridge", new Secret("s3cret-pear"));
        Handshake withUser = new Handshake(CLIENT, new Secret("orchard-key"), Optional.of(login));
        byte[] ping = withUser.ping(hello, SALT);
        assertThat(ping).hasSize(328);
        assertThat(strings(ping).subList(3, 6))
                .containsExactly(
                        strings(PING).get(3),
                        "bridge",
                        "17ffd568d50eb64e97f5419fcaa06bad006aeab841b1a0528d50d55b531d365f"
                                + "b112b726d70e1d1108c1536e848d515f075ef6969a30d3d5b4642fccc54bc256");
    }

    @Test
    void digestsAnEmptyUserWhenNoneIsConfigured() throws Exception {
        byte[] ping = handshake.ping(Handshake.hello(value(HELO_WITH_USERS)), SALT);
        assertThat(strings(ping).subList(4, 6))
                .containsExactly(
                        "",
                        "5fa3a0d15cb9aabcae63ab7b4ec7fb2e7d158b0aaa2bcab02656487583c51a6f"
                                + "a5da10cdb36609d0a903d376f3e33b86c340a692cb4e16aa662b507576dd3b8f");
    }

    @Test
    void staysBelowTheBufferOfFluentBitWithTheLongestNames() throws Exception {
        Login login = new Login("u".repeat(255), new Secret("s3cret-pear"));
        Handshake longest = new Handshake("h".repeat(265), new Secret("orchard-key"), Optional.of(login));
        assertThat(longest.ping(Handshake.hello(value(HELO_WITH_USERS)), SALT)).hasSizeLessThan(1023);
    }

    @Test
    void welcomesAPongThatProvesTheKey() throws Exception {
        Verdict verdict = handshake.judge(value(PONG), Handshake.hello(value(HELO)), SALT);
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.WELCOME);
        assertThat(verdict.text()).asString(StandardCharsets.UTF_8).isEqualTo("collector-a.example.net");
    }

    @Test
    void keepsTheReasonOfARefusal() throws Exception {
        Verdict verdict = handshake.judge(value(REFUSAL), Handshake.hello(value(HELO)), SALT);
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.REFUSED);
        assertThat(verdict.text()).asString(StandardCharsets.UTF_8).isEqualTo("shared_key mismatch");
    }

    @Test
    void unmasksAPongWithAWrongDigest() throws Exception {
        byte[] forged = PONG.clone();
        forged[forged.length - 1] ^= 1;
        assertThat(handshake
                        .judge(value(forged), Handshake.hello(value(HELO)), SALT)
                        .kind())
                .isEqualTo(Verdict.Kind.IMPOSTOR);
    }

    /** Whoever calls itself as we do can send our own digest back, without knowing the key. */
    @Test
    void unmasksOurOwnPingPlayedBackToUs() throws Exception {
        List<String> ping = strings(PING);
        Value echo = ValueFactory.newArray(
                ValueFactory.newString("PONG"),
                ValueFactory.newBoolean(true),
                ValueFactory.newString(""),
                ValueFactory.newString(ping.get(1)),
                ValueFactory.newString(ping.get(3)));
        assertThat(handshake.judge(echo, Handshake.hello(value(HELO)), SALT).kind())
                .isEqualTo(Verdict.Kind.IMPOSTOR);
    }

    @Test
    void refusesWhatIsNoPong() throws Exception {
        Hello hello = Handshake.hello(value(HELO));
        for (Value value : List.of(ValueFactory.newNil(), value(HELO), value(PING), ValueFactory.emptyMap())) {
            assertThatThrownBy(() -> handshake.judge(value, hello, SALT)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void choosesSaltsOfSixteenBytesInHex() {
        assertThat(Handshake.salt(new Random(1))).matches("[0-9a-f]{32}").isNotEqualTo(Handshake.salt(new Random(2)));
    }

    private static List<String> strings(byte[] message) throws IOException {
        return value(message).asArrayValue().list().stream()
                .map(element -> element.asStringValue().asString())
                .toList();
    }

    private static Value value(byte[] message) throws IOException {
        return new AnswerReader(new ByteArrayInputStream(message)).next();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }
}
