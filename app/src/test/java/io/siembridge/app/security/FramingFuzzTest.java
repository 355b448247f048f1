package io.siembridge.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.PayloadReader;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes are authentic, they are items or malformed. {@code -Dfuzz.iterations=N} runs longer. */
class FramingFuzzTest {
    private static final int ITERATIONS = Integer.getInteger("fuzz.iterations", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 17L);
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "\n",
            "\r\n",
            " ",
            "{}",
            "[]",
            "{\"a\":1}\n",
            "null",
            "1e99",
            "-",
            "0",
            "\\u",
            "\\ud800",
            "\u0000",
            "\uFEFF",
            "true",
            "\"a\":",
            "{\"a\":1,\"a\":2}",
            "1e-99999999999",
            "//",
            "NaN");

    @Test
    void anyBytesAreItemsOrMalformed() {
        List<Sample> samples = new Samples(Vendors.all()).all();
        int readable = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            Random random = new Random(SEED + i);
            byte[] body = random.nextInt(3) == 0
                    ? text(random)
                    : damaged(
                            random, samples.get(random.nextInt(samples.size())).payload());
            long begun = System.nanoTime();
            try {
                PayloadReader.Items items = PayloadReader.read(body);
                assertThat(items.items().size() + items.unreadable().size()).isLessThanOrEqualTo(body.length + 1);
                readable++;
            } catch (MalformedPayloadException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            } catch (RuntimeException | StackOverflowError failure) {
                throw new AssertionError("Repeat with -Dfuzz.iterations=1 -Dfuzz.seed=" + (SEED + i), failure);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
        assertThat(readable).isBetween(1, ITERATIONS);
    }

    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] damaged(Random random, byte[] payload) {
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        int from = random.nextInt(4) == 0 ? random.nextInt(payload.length) : 0;
        int to = random.nextInt(4) == 0 ? random.nextInt(payload.length) : payload.length;
        for (int i = from; i < to; i++) {
            int fate = random.nextInt(400);
            if (fate == 0) {
                damaged.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
            } else if (fate == 1) {
                damaged.write(random.nextInt(256));
            } else if (fate > 2) {
                damaged.write(payload[i]);
            }
        }
        return damaged.toByteArray();
    }
}
