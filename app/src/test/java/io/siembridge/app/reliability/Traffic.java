package io.siembridge.app.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Makes webhooks of which no two are the same: bundled samples with a serial number, and now and then a body that
 * nobody can read.
 */
final class Traffic {
    private static final int UNREADABLE_EVERY = 25;

    private final List<Sample> samples = samples();
    private final AtomicInteger serial = new AtomicInteger();

    Sent next() {
        int number = serial.incrementAndGet();
        Sample sample = samples.get(number % samples.size());
        String text = new String(sample.payload(), UTF_8);
        String own = "{\"serial_of_the_test\":\"" + number + "\",";
        String body = number % UNREADABLE_EVERY == 0 ? own : text.replaceFirst("\\{", own);
        Map<String, String> headers = new HashMap<>(sample.headers());
        headers.remove("Content-Length");
        if (sample.vendor().id().equals("snyk")) {
            headers.put("X-Snyk-Transport-ID", "delivery-" + number);
        }
        return new Sent(sample.vendor().id(), headers, body.getBytes(UTF_8));
    }

    /** A readable webhook of about this size. */
    Sent large(int bytes) {
        String body = "{\"serial_of_the_test\":\"" + serial.incrementAndGet() + "\",\"filler\":\"" + "x".repeat(bytes)
                + "\"}";
        return new Sent("wallarm", Map.of("Content-Type", "application/json"), body.getBytes(UTF_8));
    }

    private static List<Sample> samples() {
        Samples all = new Samples(Vendors.all());
        return Stream.of(
                        "snyk/new-vulnerability",
                        "wallarm/hit-blocked",
                        "snyk/ten-issues",
                        "wallarm/hits-with-headers",
                        "wallarm/vulnerability-2021")
                .map(id -> all.withId(id).orElseThrow())
                .toList();
    }
}
