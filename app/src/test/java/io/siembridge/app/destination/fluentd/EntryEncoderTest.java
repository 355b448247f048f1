package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

final class EntryEncoderTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Reads numbers as payloads are read. */
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00.123Z, 6955b9000754d4c0",
        "2038-01-19T03:14:08Z,     8000000000000000",
        "2106-02-07T06:28:15.999Z, ffffffff3b8b87c0",
        "2106-02-07T06:28:16Z,     ffffffff00000000",
        "9999-12-31T23:59:59Z,     ffffffff00000000",
        "1970-01-01T00:00:00.999Z, 0000000100000000",
        "1969-12-31T23:59:59.500Z, 0000000100000000",
    })
    void writesEventTime(Instant time, String expected) {
        assertThat(EntryEncoder.eventTime(time.toEpochMilli()))
                .isEqualTo(HexFormat.of().parseHex(expected));
    }

    @Test
    void writesEventTimeAsExtensionZeroOfEightBytes() {
        byte[] entry = EntryEncoder.encode(1_767_225_600_123L, JSON.objectNode());
        assertThat(HexFormat.of().formatHex(entry)).isEqualTo("92" + "d7006955b9000754d4c0" + "80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "1767225600123",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "18446744073709551615"
            })
    void keepsWholeNumbersOf64Bits(String number) throws Exception {
        Value value = roundTrip(EXACT.readTree(number));
        assertThat(value.asIntegerValue().asBigInteger()).isEqualTo(new BigInteger(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"18446744073709551616", "-9223372036854775809", "123456789012345678901234567890"})
    void writesLargerWholeNumbersAsTheirDigits(String number) throws Exception {
        assertThat(roundTrip(EXACT.readTree(number)).asStringValue().asString()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.8", "7.50", "0.0", "-0.1", "1e10", "0.30000000000000004", "1.7976931348623157e308"})
    void writesDecimalsThatADoubleHoldsAsDoubles(String number) throws Exception {
        double value = roundTrip(EXACT.readTree(number)).asFloatValue().toDouble();
        assertThat(value).isEqualTo(Double.parseDouble(number));
    }

    @ParameterizedTest
    @CsvSource({
        "1.23456789012345678901, 1.23456789012345678901",
        "1e400,                  1E+400",
        "1e999999999,            1E+999999999",
        "1e-999999999,           1E-999999999",
        "-2.5e-400,              -2.5E-400",
    })
    void writesDecimalsThatADoubleWouldChangeAsTheirDigits(String number, String expected) throws Exception {
        assertThat(roundTrip(EXACT.readTree(number)).asStringValue().asString()).isEqualTo(expected);
    }

    @Test
    void writesWhatIsNoNumberAfterAllAsText() throws Exception {
        assertThat(roundTrip(JSON.numberNode(Double.NaN)).asStringValue().asString())
                .isEqualTo("NaN");
    }

    @ParameterizedTest
    @CsvSource({
        "\\uD83D\\uDE00,     \\uD83D\\uDE00",
        "a\\uD83D,           a\\uFFFD",
        "\\uDE00b,           \\uFFFDb",
        "\\uDE00\\uD83D,     \\uFFFD\\uFFFD",
        "\\uD83D\\uD83D\\uDE00, \\uFFFD\\uD83D\\uDE00",
    })
    void replacesLoneSurrogates(String escaped, String expected) throws Exception {
        JsonNode text = EXACT.readTree("\"" + escaped + "\"");
        String wanted = EXACT.readTree("\"" + expected + "\"").textValue();
        assertThat(roundTrip(text).asStringValue().asString()).isEqualTo(wanted);
        ObjectNode keyed = JSON.objectNode();
        keyed.put(text.textValue(), 1);
        assertThat(roundTrip(keyed).asMapValue().map().keySet())
                .singleElement()
                .satisfies(key -> assertThat(key.asStringValue().asString()).isEqualTo(wanted));
    }

    @Test
    void keepsAnyTextInAnyField() throws Exception {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 500; round++) {
            String text = Texts.random(random, 1 + random.nextInt(400));
            assertThat(roundTrip(JSON.textNode(text)).asStringValue().asString())
                    .isEqualTo(text);
        }
        String long32 = Texts.random(random, 70_000);
        assertThat(roundTrip(JSON.textNode(long32)).asStringValue().asString()).isEqualTo(long32);
    }

    @Test
    void keepsAnyRecord() throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < 500; round++) {
            ObjectNode record = (ObjectNode) Texts.randomTree(random, 0);
            assertThat(plain(roundTrip(record))).isEqualTo(plain(record));
        }
    }

    private static Value roundTrip(JsonNode value) throws IOException {
        ObjectNode record = JSON.objectNode();
        record.set("value", value);
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(EntryEncoder.encode(1_000L, record))) {
            Value entry = unpacker.unpackValue();
            assertThat(unpacker.hasNext()).isFalse();
            return entry.asArrayValue()
                    .get(1)
                    .asMapValue()
                    .map()
                    .values()
                    .iterator()
                    .next();
        }
    }

    /** Both worlds in Java's own collections, for comparison. */
    private static Object plain(JsonNode value) {
        if (value.isObject()) {
            Map<String, Object> map = new HashMap<>();
            value.properties().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
            return map;
        }
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros();
        }
        return value.isBoolean() ? value.booleanValue() : value.isNull() ? "null" : value.textValue();
    }

    private static Object plain(Value value) {
        if (value.isMapValue()) {
            Map<String, Object> map = new HashMap<>();
            value.asMapValue()
                    .map()
                    .forEach((key, each) -> map.put(key.asStringValue().asString(), plain(each)));
            return map;
        }
        if (value.isArrayValue()) {
            List<Object> list = new ArrayList<>();
            value.asArrayValue().forEach(element -> list.add(plain(element)));
            return list;
        }
        if (value.isIntegerValue()) {
            return new BigDecimal(value.asIntegerValue().asBigInteger()).stripTrailingZeros();
        }
        if (value.isFloatValue()) {
            return BigDecimal.valueOf(value.asFloatValue().toDouble()).stripTrailingZeros();
        }
        return value.isBooleanValue()
                ? value.asBooleanValue().getBoolean()
                : value.isNilValue() ? "null" : value.asStringValue().asString();
    }
}
