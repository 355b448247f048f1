package io.siembridge.app.destination.fluentd;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * An event as an entry of the forward protocol: {@code [EventTime, record]} in MessagePack. The record is the OCSF event
 * with every value of the type it has in JSON, but for two things that MessagePack cannot hold and that therefore become
 * strings of their digits: whole numbers beyond 64 bits, and decimals that a double would change.
 */
final class EntryEncoder {
    private static final byte EVENT_TIME = 0;
    private static final long LAST_SECOND = 0xFFFF_FFFFL;
    private static final int BITS_OF_UNSIGNED = 64;

    /** No double has more decimal digits than this that mean something. */
    private static final int DIGITS_OF_DOUBLE = 17;

    private EntryEncoder() {}

    static byte[] encode(OcsfEvent event) {
        return encode(event.timeMillis(), event.json());
    }

    static byte[] encode(long timeMillis, JsonNode record) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(2);
            packer.packExtensionTypeHeader(EVENT_TIME, 8).writePayload(eventTime(timeMillis));
            pack(record, packer);
            return packer.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("A buffer in memory could not be written", impossible);
        }
    }

    /**
     * Seconds and nanoseconds, 32 bits each. Moments that do not fit are moved to the nearest that do, and not to zero,
     * which receivers take for "now"; the record's own {@code time} stays as it is.
     */
    static byte[] eventTime(long millis) {
        long seconds = Math.floorDiv(millis, 1000L);
        int nanos = Math.floorMod(millis, 1000) * 1_000_000;
        if (seconds < 1 || seconds > LAST_SECOND) {
            seconds = seconds < 1 ? 1 : LAST_SECOND;
            nanos = 0;
        }
        return ByteBuffer.allocate(8).putInt((int) seconds).putInt(nanos).array();
    }

    private static void pack(JsonNode value, MessageBufferPacker packer) throws IOException {
        switch (value.getNodeType()) {
            case OBJECT -> {
                packer.packMapHeader(value.size());
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    packText(member.getKey(), packer);
                    pack(member.getValue(), packer);
                }
            }
            case ARRAY -> {
                packer.packArrayHeader(value.size());
                for (JsonNode element : value) {
                    pack(element, packer);
                }
            }
            case NUMBER -> packNumber(value, packer);
            case BOOLEAN -> packer.packBoolean(value.booleanValue());
            case NULL, MISSING -> packer.packNil();
            case STRING, BINARY, POJO -> packText(value.asText(), packer);
        }
    }

    private static void packNumber(JsonNode number, MessageBufferPacker packer) throws IOException {
        if (number.canConvertToLong() && number.isIntegralNumber()) {
            packer.packLong(number.longValue());
        } else if (number.isIntegralNumber()) {
            packWhole(number.bigIntegerValue(), packer);
        } else if (number.isBigDecimal()) {
            packDecimal(number.decimalValue(), packer);
        } else if (Double.isFinite(number.doubleValue())) {
            packer.packDouble(number.doubleValue());
        } else {
            packText(number.asText(), packer);
        }
    }

    /** A whole number that is no {@code long}. */
    private static void packWhole(BigInteger number, MessageBufferPacker packer) throws IOException {
        if (number.signum() > 0 && number.bitLength() <= BITS_OF_UNSIGNED) {
            packer.packBigInteger(number);
        } else {
            packText(number.toString(), packer);
        }
    }

    private static void packDecimal(BigDecimal number, MessageBufferPacker packer) throws IOException {
        if (survivesAsDouble(number.stripTrailingZeros())) {
            packer.packDouble(number.doubleValue());
        } else {
            // Never in plain digits: 1e999999999 would be a gigabyte of them.
            packText(number.toString(), packer);
        }
    }

    /** Whether the double nearest to the number, written with as many digits, is the number again. */
    private static boolean survivesAsDouble(BigDecimal number) {
        double nearest = number.doubleValue();
        return number.precision() <= DIGITS_OF_DOUBLE
                && Double.isFinite(nearest)
                && new BigDecimal(nearest)
                                .round(new MathContext(number.precision()))
                                .compareTo(number)
                        == 0;
    }

    private static void packText(String text, MessageBufferPacker packer) throws IOException {
        byte[] utf8 = WellFormed.text(text).getBytes(StandardCharsets.UTF_8);
        packer.packRawStringHeader(utf8.length).addPayload(utf8);
    }
}
