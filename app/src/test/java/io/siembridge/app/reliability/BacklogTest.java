package io.siembridge.app.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.spool.Acceptance;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.app.spool.SpoolException;
import io.siembridge.app.spool.SpoolListener;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.verifier.InboundWebhook;
import io.siembridge.app.verifier.NoVerifier;
import io.siembridge.app.verifier.VerifiedWebhook;
import io.siembridge.normalizers.Vendors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starting, accepting and draining with very much waiting: {@code -Dbacklog.size=1000000} is the case worth running by
 * hand.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class BacklogTest {
    private static final int SIZE = Integer.getInteger("backlog.size", 2_000);
    private static final int AT_ONCE = 2_000;
    private static final Duration LIMIT = Duration.ofHours(2);

    @Test
    void aLongBacklogIsDrainedInASmallHeap(@TempDir Path folder) throws Exception {
        SpoolConfig config = new SpoolConfig(folder.resolve("spool.db"), Duration.ofDays(7), 1L << 40, 0);
        Duration filling = timed(() -> fill(config));
        Path archive = folder.resolve("out.ndjson");
        String yaml = RunningBridge.yaml(folder, "", "", "  archive: {type: file, path: \"" + archive + "\"}\n");
        Path file = Files.writeString(folder.resolve("bridge.yaml"), yaml);
        Ledger ledger = new Ledger();
        long begun = System.nanoTime();
        try (ChildProcess bridge = ChildProcess.start(file, "-Xmx512m");
                Senders senders = new Senders(new Traffic(), ledger, 1)) {
            ChildProcess.Ports ports = bridge.started();
            Duration start = since(begun);
            Duration first = timed(
                    () -> assertThat(senders.send(ports, new Traffic().next())).isPresent());
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> Metrics.read(ports).of("delivery_backlog", "archive") == 0);
            System.out.printf(
                    "%d waiting (filled in %s): listening after %s, first webhook answered in %s, drained after %s%n",
                    SIZE, filling, start, first, since(begun));
            bridge.terminate();
            assertThat(bridge.awaitEnd(Campaign.STOP)).isPresent();
            assertThat(bridge.log()).doesNotContain("OutOfMemoryError");
        }
        try (Spool spool = open(config)) {
            DestinationTally tally = spool.tallies().get("archive");
            assertThat(tally.delivered()).isEqualTo(SIZE + 1L);
            assertThat(tally.closes()).isTrue();
        }
        try (Stream<String> lines = Files.lines(archive)) {
            assertThat(lines.count()).isEqualTo(SIZE + 1L);
        }
    }

    private static void fill(SpoolConfig config) throws SpoolException {
        NoVerifier verifier = new NoVerifier(Vendors.withId("wallarm").orElseThrow());
        try (Spool spool = open(config)) {
            Deque<CompletableFuture<Acceptance>> asked = new ArrayDeque<>();
            for (int i = 0; i < SIZE; i++) {
                byte[] body = ("{\"serial\":" + i + ",\"filler\":\"" + "x".repeat(400) + "\"}").getBytes(UTF_8);
                VerifiedWebhook webhook = verifier.verify(
                                new InboundWebhook("wallarm", "wallarm", Map.of(), body, Instant.now()))
                        .webhook()
                        .orElseThrow();
                asked.add(spool.accept(webhook, List.of("archive")));
                if (asked.size() >= AT_ONCE) {
                    assertThat(asked.remove().join().kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
                }
            }
            asked.forEach(each -> assertThat(each.join().kind()).isEqualTo(Acceptance.Kind.ACCEPTED));
        }
    }

    private static Spool open(SpoolConfig config) throws SpoolException {
        Spool spool =
                new SqliteSpool(config, InstantSource.system(), new SpoolListener() {}, any -> Duration.ofHours(2));
        spool.open();
        return spool;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Duration timed(Step step) throws Exception {
        long begun = System.nanoTime();
        step.run();
        return since(begun);
    }

    private static Duration since(long begun) {
        return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }
}
