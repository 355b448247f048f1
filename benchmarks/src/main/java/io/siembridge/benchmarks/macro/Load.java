package io.siembridge.benchmarks.macro;

import io.siembridge.app.config.Secret;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.app.verifier.Signer;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Signed webhooks for wrk. They differ in one number within the body, so each has its own signature; all are made before
 * anything is measured. No number is used twice, because a repeat would be answered without being stored.
 */
final class Load {
    private static final String MARK = "00000000";
    private static final int THREADS = 2;

    private final Path folder;
    private final int perThread;
    private final Map<Server, Integer> used = new HashMap<>();

    private Load(Path folder, int perThread) {
        this.folder = folder;
        this.perThread = perThread;
    }

    /**
     * What wrk says of a run.
     *
     * @param errors answers other than 2xx, and requests without one
     * @param processorMicros of the server, for each request
     */
    record Run(
            double perSecond, long requests, long errors, double p99Millis, double maxMillis, double processorMicros) {}

    /** Makes webhooks like a sample, padded or cut to nothing: {@code body} holds the mark once. */
    static Load of(Path folder, Sample sample, String body, String path, Secret secret, int count) throws IOException {
        Files.createDirectories(folder);
        HmacSignature scheme = (HmacSignature) sample.vendor().verification();
        int place = body.indexOf(MARK);
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        sample.headers().forEach((name, value) -> {
            if (!name.toLowerCase(Locale.ROOT).endsWith("transport-id")) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head.append("Content-Length: ").append(bytes.length).append("\r\n");
        head.append(scheme.header()).append(": ").append(scheme.prefix());
        Files.writeString(folder.resolve("before-signature"), head);
        Files.writeString(folder.resolve("before-number"), "\r\n\r\n" + body.substring(0, place));
        Files.writeString(folder.resolve("after-number"), body.substring(place + MARK.length()));
        sign(folder, new Signer(scheme, secret), body, count);
        try (InputStream script = Load.class.getResourceAsStream("webhooks.lua")) {
            Files.write(
                    folder.resolve("webhooks.lua"),
                    Objects.requireNonNull(script).readAllBytes());
        }
        return new Load(folder, count / THREADS);
    }

    private static void sign(Path folder, Signer signer, String body, int count) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        int place = body.substring(0, body.indexOf(MARK)).getBytes(StandardCharsets.UTF_8).length;
        try (OutputStream out = Files.newOutputStream(folder.resolve("signatures"))) {
            byte[] chunk = new byte[64];
            try (OutputStream buffered = new BufferedOutputStream(out, 1 << 20)) {
                for (int i = 0; i < count; i++) {
                    byte[] number = String.format(Locale.ROOT, "%08d", i).getBytes(StandardCharsets.US_ASCII);
                    System.arraycopy(number, 0, bytes, place, number.length);
                    byte[] hex = HexFormat.of().formatHex(signer.digest(bytes)).getBytes(StandardCharsets.US_ASCII);
                    System.arraycopy(hex, 0, chunk, 0, chunk.length);
                    buffered.write(chunk);
                }
            }
        }
    }

    /** A sample with its first number of several digits replaced by the mark, and as many blanks as make it this long. */
    static String grown(Sample sample, int bytes) {
        String payload = new String(sample.payload(), StandardCharsets.UTF_8).strip();
        String marked = payload.replaceFirst("id=\\d+", "id=" + MARK);
        if (marked.equals(payload)) {
            marked = payload.replaceFirst("\\{", "{\"benchmark\":\"" + MARK + "\",");
        }
        int missing = bytes - marked.getBytes(StandardCharsets.UTF_8).length;
        return missing > 0 ? marked + " ".repeat(missing) : marked;
    }

    static Sample sample(String id) {
        return new Samples(Vendors.all())
                .withId(id)
                .orElseThrow(() -> new IllegalArgumentException("There is no sample " + id));
    }

    /** How many a server has not seen. */
    int left(Server server) {
        return THREADS * (perThread - used.getOrDefault(server, 0));
    }

    Run run(Server server, int connections, double seconds) throws IOException, InterruptedException {
        return run(server, connections, seconds, Optional.empty());
    }

    /** Runs wrk; at a rate, each connection waits for its turn, so that a stall shows in the latency. */
    Run run(Server server, int connections, double seconds, Optional<Double> rate)
            throws IOException, InterruptedException {
        int first = used.getOrDefault(server, 0);
        int threads = Math.min(THREADS, connections);
        List<String> command = List.of(
                "wrk",
                "-t" + threads,
                "-c" + connections,
                "-d" + Math.max(1, Math.round(seconds)) + "s",
                "--timeout",
                "10s",
                "-s",
                folder.resolve("webhooks.lua").toString(),
                "http://127.0.0.1:" + server.port(),
                "--",
                folder.toString(),
                Integer.toString(threads),
                Integer.toString(first),
                Integer.toString(perThread),
                Integer.toString(rate.map(Double::intValue).orElse(0)));
        Duration before = server.processorTime();
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        String result = said.lines()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .orElseThrow(() -> new IOException("wrk said nothing of use: " + said));
        String[] fields = result.split(" ", -1);
        long requests = Long.parseLong(fields[1]);
        used.put(server, first + Integer.parseInt(fields[7]));
        if (server.stores() && left(server) < 0) {
            throw new IOException("More webhooks were sent than had been signed: some were repeats");
        }
        return new Run(
                requests / (Long.parseLong(fields[2]) / 1e6),
                requests,
                Long.parseLong(fields[3]),
                Long.parseLong(fields[5]) / 1e3,
                Long.parseLong(fields[6]) / 1e3,
                server.processorTime().minus(before).toNanos() / 1e3 / Math.max(1, requests));
    }
}
