package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

final class AnswerReaderTest {
    @Test
    void readsObjectsOneAfterAnother() throws Exception {
        Value first = ValueFactory.newArray(ValueFactory.newString("PONG"), ValueFactory.newBoolean(true));
        Value second = ValueFactory.newMap(
                ValueFactory.newString("ack"), ValueFactory.newBinary(new byte[] {(byte) 0xff, (byte) 0xfe}));
        AnswerReader reader = reader(ForwardPeer.packed(first), ForwardPeer.packed(second));
        assertThat(reader.next()).isEqualTo(first);
        assertThat(reader.hasUnreadBytes()).isTrue();
        assertThat(reader.next()).isEqualTo(second);
        assertThat(reader.hasUnreadBytes()).isFalse();
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }

    @Test
    void tellsAnEndInTheMiddleFromGarbage() {
        byte[] whole = ForwardPeer.packed(ValueFactory.newString("x".repeat(100)));
        for (int length = 0; length < whole.length; length++) {
            AnswerReader reader = reader(Arrays.copyOf(whole, length));
            assertThatThrownBy(reader::next).as(length + " bytes").isInstanceOf(EOFException.class);
        }
    }

    @Test
    void refusesMoreThanAnAnswerCanHold() {
        Value kilobyte = ValueFactory.newString("x".repeat(1_024));
        for (Value value : List.of(
                ValueFactory.newString("x".repeat(9_000)),
                ValueFactory.newBinary(new byte[9_000]),
                ValueFactory.newExtension((byte) 1, new byte[9_000]),
                ValueFactory.newArray(
                        IntStream.range(0, 9).mapToObj(i -> kilobyte).toArray(Value[]::new)),
                ValueFactory.newArray(IntStream.range(0, 33)
                        .mapToObj(ValueFactory::newInteger)
                        .toArray(Value[]::new)),
                nested(5))) {
            assertThatThrownBy(reader(ForwardPeer.packed(value))::next)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("more than an answer");
        }
    }

    /** Five bytes that announce gigabytes: nothing may be allocated for them. */
    @ParameterizedTest
    @ValueSource(strings = {"dd7fffffff", "df3fffffff", "db7fffffff", "c67fffffff", "c97fffffff01"})
    void believesNoHeader(String header) {
        assertThatThrownBy(reader(HexFormat.of().parseHex(header))::next)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("more than an answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1", "dbffffffff", "ddffffffff", "92c1"})
    void refusesWhatIsNotMessagePack(String bytes) {
        assertThatThrownBy(reader(HexFormat.of().parseHex(bytes))::next)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("not MessagePack");
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(64)];
            random.nextBytes(bytes);
            AnswerReader reader = reader(bytes);
            assertThatThrownBy(() -> {
                        while (true) {
                            reader.next();
                        }
                    })
                    .as(HexFormat.of().formatHex(bytes))
                    .isInstanceOfAny(EOFException.class, ProtocolException.class);
        }
    }

    private static Value nested(int depth) {
        return depth == 0 ? ValueFactory.newNil() : ValueFactory.newArray(nested(depth - 1));
    }

    private static AnswerReader reader(byte[]... messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            stream.writeBytes(message);
        }
        return new AnswerReader(new ByteArrayInputStream(stream.toByteArray()));
    }
}
