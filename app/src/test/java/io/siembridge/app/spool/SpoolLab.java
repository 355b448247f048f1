package io.siembridge.app.spool;

import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A folder with a spool in it, and short words for what tests do with one. */
final class SpoolLab {
    static final Duration LEASE = Duration.ofMinutes(1);
    static final long MUCH = 1L << 30;

    final Path folder;
    final TestTime time;
    SpoolListener listener = new SpoolListener() {};
    long maxSize = 1L << 30;
    long minFreeDisk = 1 << 20;
    int recentlySeen = 20;

    SpoolLab(Path folder) {
        this(folder, new TestTime());
    }

    private SpoolLab(Path folder, TestTime time) {
        this.folder = folder;
        this.time = time;
    }

    Path file() {
        return folder.resolve("spool.db");
    }

    Path log() {
        return folder.resolve("spool.db-wal");
    }

    SqliteSpool create() {
        SpoolConfig config = new SpoolConfig(file(), Duration.ofDays(7), maxSize, minFreeDisk);
        return new SqliteSpool(config, time, time.nanos(), listener, source -> Duration.ofHours(2), recentlySeen);
    }

    SqliteSpool open() throws SpoolException {
        SqliteSpool spool = create();
        spool.open();
        return spool;
    }

    /**
     * What a process that is killed now would leave, in a lab of its own: what is written is in the files, and nothing
     * else is.
     */
    SpoolLab afterKill(Path folder) throws IOException {
        SpoolLab left = new SpoolLab(Files.createDirectories(folder), time);
        Files.copy(file(), left.file());
        if (Files.exists(log())) {
            Files.copy(log(), left.log());
        }
        return left;
    }

    VerifiedWebhook webhook(String body) {
        return webhook(body.getBytes(StandardCharsets.UTF_8));
    }

    VerifiedWebhook webhook(byte[] body) {
        return TestWebhooks.verified("soda", "soda", body, Optional.empty(), time.instant());
    }

    VerifiedWebhook webhook(String deliveryId, String body) {
        return TestWebhooks.verified(
                "snyk", "snyk", body.getBytes(StandardCharsets.UTF_8), Optional.of(deliveryId), time.instant());
    }

    static Settlement.Attempt attempt(String outcome) {
        return new Settlement.Attempt(
                TestTime.START, Duration.ofMillis(5), 1, outcome, outcome + " by the peer", Optional.empty());
    }

    static void deliverAll(Spool spool, String destination) {
        List<ClaimedDelivery> claimed = spool.claim(destination, 1000, MUCH, LEASE);
        while (!claimed.isEmpty()) {
            spool.settle(claimed.stream()
                            .map(delivery -> Settlement.delivered(delivery.id(), attempt("accepted")))
                            .toList())
                    .join();
            claimed = spool.claim(destination, 1000, MUCH, LEASE);
        }
    }
}
