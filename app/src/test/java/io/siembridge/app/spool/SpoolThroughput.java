package io.siembridge.app.spool;

import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures by hand what the spool does in a second; not a test, because a figure depends on the machine and its neighbours. Arguments:
 * folder, webhooks waiting beforehand, seconds for each measurement, {@code id} for webhooks with delivery ids.
 */
public final class SpoolThroughput {
    private static final int CALLERS = 64;
    private static final int BODY = 1024;

    private final Path folder;
    private final Duration time;
    private final boolean ids;
    private final AtomicLong count = new AtomicLong();
    private final byte[] template = new byte[BODY];

    private SpoolThroughput(Path folder, Duration time, boolean ids) {
        this.folder = folder;
        this.time = time;
        this.ids = ids;
        new Random(1).nextBytes(template);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "throughput");
        SpoolThroughput run = new SpoolThroughput(
                folder,
                Duration.ofSeconds(Long.parseLong(arguments[2])),
                arguments.length > 3 && arguments[3].equals("id"));
        run.measure(Integer.parseInt(arguments[1]));
    }

    private void measure(int waiting) throws Exception {
        System.out.printf("naive: %.0f/s%n", naive());
        SpoolConfig config = new SpoolConfig(folder.resolve("s.db"), Duration.ofDays(7), 50L << 30, 1 << 20);
        long start = System.nanoTime();
        try (SqliteSpool spool =
                new SqliteSpool(config, InstantSource.system(), new Counting(), vendor -> Duration.ofHours(2))) {
            spool.open();
            System.out.printf("open: %d ms%n", millisSince(start));
            fill(spool, waiting);
            for (int round = 0; round < 3; round++) {
                accept(spool);
            }
            System.out.println(spool.health());
        }
        start = System.nanoTime();
        try (SqliteSpool spool =
                new SqliteSpool(config, InstantSource.system(), new Counting(), vendor -> Duration.ofHours(2))) {
            spool.open();
            System.out.printf("open again: %d ms%n", millisSince(start));
            drain(spool);
            System.out.println(spool.tallies());
        }
    }

    private static final class Counting implements SpoolListener {
        static final AtomicLong COMMITS = new AtomicLong();
        static final AtomicLong ROWS = new AtomicLong();

        @Override
        public void afterCommit(int acceptances, int settlements, Duration took) {
            COMMITS.incrementAndGet();
            ROWS.addAndGet(acceptances + settlements);
        }
    }

    private void fill(Spool spool, int webhooks) throws InterruptedException {
        Semaphore room = new Semaphore(2000);
        for (int i = 0; i < webhooks; i++) {
            room.acquire();
            spool.accept(next(), List.of("splunk")).whenComplete((answer, failure) -> room.release());
        }
        room.acquire(2000);
    }

    private void accept(Spool spool) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        AtomicLong done = new AtomicLong();
        long commits = Counting.COMMITS.get();
        long cpu = cpu();
        long writerCpu = writerCpu();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end) {
                    Acceptance answer = spool.accept(next(), List.of("splunk")).join();
                    if (answer.kind() != Acceptance.Kind.ACCEPTED) {
                        throw new IllegalStateException(answer.toString());
                    }
                    done.incrementAndGet();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = time.toMillis() / 1000.0;
        System.out.printf(
                "accept, %d callers: %.0f/s, %.1f rows a commit, %.1f us CPU each, of it %.1f us the writer's%n",
                CALLERS,
                done.get() / seconds,
                (double) done.get() / (Counting.COMMITS.get() - commits),
                (cpu() - cpu) / 1000.0 / done.get(),
                (writerCpu() - writerCpu) / 1000.0 / done.get());
    }

    private static long writerCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("spool-writer")) {
                return threads.getThreadCpuTime(id);
            }
        }
        return 0;
    }

    private void drain(Spool spool) {
        long end = System.nanoTime() + time.toNanos();
        long start = System.nanoTime();
        long cpu = cpu();
        long done = 0;
        CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
        while (System.nanoTime() < end) {
            List<ClaimedDelivery> claimed = spool.claim("splunk", 500, 4 << 20, Duration.ofMinutes(1));
            if (claimed.isEmpty()) {
                break;
            }
            Settlement.Attempt attempt = new Settlement.Attempt(
                    Instant.now(), Duration.ofMillis(1), 1, "accepted", "accepted", Optional.empty());
            settled.join();
            settled = spool.settle(claimed.stream()
                    .map(delivery -> Settlement.delivered(delivery.id(), attempt))
                    .toList());
            done += claimed.size();
        }
        settled.join();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "claim and settle, one worker: %.0f/s, %.1f us CPU each%n",
                done / seconds, (cpu() - cpu) / 1000.0 / Math.max(1, done));
    }

    /** One connection, one transaction a webhook, the same rows. */
    private double naive() throws Exception {
        Path file = folder.resolve("naive.db");
        new SpoolFile(file).prepare();
        long end = System.nanoTime() + time.toNanos();
        long done = 0;
        try (var handle = new Connections(file).writer()) {
            SpoolSchema.migrate(handle);
            Connection connection = handle.getConnection();
            connection.setAutoCommit(false);
            try (PreparedStatement webhook = connection.prepareStatement(
                            "INSERT INTO webhook VALUES (?, ?, 1, 1, 1, 1, 1024, ?, NULL, NULL)");
                    PreparedStatement body = connection.prepareStatement("INSERT INTO body VALUES (?, ?)");
                    PreparedStatement delivery = connection.prepareStatement(
                            "INSERT INTO delivery (seq, destination, state, due, since, attempts) VALUES (?, 1, 0, 0, 1, 0)")) {
                while (System.nanoTime() < end) {
                    done++;
                    webhook.setLong(1, done);
                    webhook.setString(2, "receipt" + done);
                    webhook.setBytes(3, new byte[32]);
                    webhook.executeUpdate();
                    body.setLong(1, done);
                    body.setBytes(2, template);
                    body.executeUpdate();
                    delivery.setLong(1, done);
                    delivery.executeUpdate();
                    connection.commit();
                }
            }
            connection.setAutoCommit(true);
        }
        return done / (time.toMillis() / 1000.0);
    }

    private VerifiedWebhook next() {
        byte[] body = template.clone();
        long number = count.incrementAndGet();
        ByteBuffer.wrap(body).putLong(number);
        Optional<String> id = ids ? Optional.of("0f1e2d3c-0000-4000-8000-" + number) : Optional.empty();
        return TestWebhooks.verified("snyk", "snyk", body, id, Instant.now());
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
