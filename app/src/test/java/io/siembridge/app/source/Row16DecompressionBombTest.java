package io.siembridge.app.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.siembridge.app.source.Inflation.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Row 16: what a compressed body may cost before it is known to be authentic. */
class Row16DecompressionBombTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final String SOURCE = "snyk";

    private final BytesInFlight inFlight = new BytesInFlight(64L * MEBIBYTE);
    private final Inflation inflation = new Inflation(16L * MEBIBYTE, inFlight);

    @Test
    void tenGigabytesCostNoMoreThanTheLimit() throws Exception {
        byte[] bomb = repeated(gzip(new byte[64 * MEBIBYTE]), 160);
        assertThat(bomb.length).isLessThan(11 * MEBIBYTE);
        long before = allocated();
        assertThat(inflation.measure(bomb)).isEqualTo(Result.TOO_LARGE);
        assertThat(allocated() - before).isLessThan(MEBIBYTE);
        assertThat(inflation.inflate(SOURCE, bomb).result()).isEqualTo(Result.TOO_LARGE);
        assertThat(allocated() - before).isLessThan(64L * MEBIBYTE);
        assertThat(inFlight.inUse()).isZero();
    }

    @Test
    void whatIsInflatedCountsAmongTheBytesInFlightUntilItIsReleased() throws Exception {
        byte[] body = gzip(new byte[12 * MEBIBYTE]);
        Inflation.Inflated first = inflation.inflate(SOURCE, body);
        Inflation.Inflated second = inflation.inflate(SOURCE, body);
        Inflation.Inflated third = inflation.inflate(SOURCE, body);
        assertThat(first.result()).isEqualTo(Result.INFLATED);
        assertThat(second.result()).isEqualTo(Result.INFLATED);
        assertThat(third.result()).as("a source may use half").isEqualTo(Result.NO_ROOM);
        assertThat(inflation.inflate("wallarm", body).result()).isEqualTo(Result.INFLATED);
        inflation.release(SOURCE, first);
        inflation.release(SOURCE, second);
        inflation.release(SOURCE, third);
        assertThat(inFlight.inUse()).isEqualTo(12L * MEBIBYTE);
    }

    @Test
    void onlyOneLayerIsTakenOff() throws Exception {
        byte[] inner = gzip("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(inflation.inflate(SOURCE, gzip(inner)).body()).contains(inner);
    }

    @Test
    void damagedGzipTakesNoRoom() throws Exception {
        byte[] good = gzip("{\"a\":1}".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        for (int length = 0; length < good.length; length++) {
            assertThat(inflation.inflate(SOURCE, Arrays.copyOf(good, length)).result())
                    .isEqualTo(Result.NOT_GZIP);
            assertThat(inflation.measure(Arrays.copyOf(good, length))).isEqualTo(Result.NOT_GZIP);
        }
        byte[] trailing = Arrays.copyOf(good, good.length + 100);
        assertThat(inflation.measure(trailing))
                .isEqualTo(inflation.inflate(SOURCE, trailing).result());
        inFlight.giveBack(SOURCE, 70_000);
        assertThat(inFlight.inUse()).isZero();
    }

    /** A body sent byte by byte must not take a hundred times the memory it is counted as. */
    @Test
    void aBodyOfSingleBytesTakesHardlyMoreMemoryThanItsLength() {
        CollectedBody body = new CollectedBody();
        for (int i = 0; i < MEBIBYTE; i++) {
            body.add(ByteBuffer.wrap(new byte[] {(byte) i}));
        }
        assertThat(body.length()).isEqualTo(MEBIBYTE);
        assertThat(body.capacity()).isLessThan(MEBIBYTE + 16 * 1024);
        byte[] joined = body.join();
        assertThat(joined).hasSize(MEBIBYTE);
        assertThat(joined[300]).isEqualTo((byte) 300);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static byte[] repeated(byte[] member, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(member.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(member);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
