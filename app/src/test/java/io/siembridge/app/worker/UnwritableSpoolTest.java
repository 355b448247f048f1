package io.siembridge.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Shipment;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.app.spool.SpoolListener;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Vendor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A spool that cannot be written for a while, or never again, after events have reached their destination. */
@Timeout(60)
final class UnwritableSpoolTest implements SpoolListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final String SIEM = "siem";

    private final AtomicInteger failures = new AtomicInteger();
    private final ScriptedDestination destination = new ScriptedDestination();
    private volatile boolean full = true;
    private volatile boolean broken;
    private volatile boolean brokenDown;

    @TempDir
    private Path folder;

    @Override
    public void beforeCommit(int acceptances, int settlements) {
        if (broken && settlements > 0) {
            throw new OutOfMemoryError("as if");
        }
        if (full && settlements > 0) {
            failures.incrementAndGet();
            throw new IllegalStateException(new SQLException("no space left"));
        }
    }

    @Override
    public void brokenDown(Throwable cause) {
        brokenDown = true;
    }

    @Test
    void recordsWhatWasDeliveredWhenItCanBeWrittenAgainAndSendsNothingTwice() throws Exception {
        try (Spool spool = spool();
                DeliveryWorker worker = worker(spool, destination)) {
            accept(spool, "first");
            worker.start();
            await().atMost(PATIENCE).until(() -> failures.get() >= 2);
            accept(spool, "second");
            worker.wake();
            await().atMost(PATIENCE).until(() -> failures.get() >= 3);
            assertThat(destination.accepted()).hasSize(1);
            full = false;
            await().atMost(PATIENCE).until(() -> spool.tallies().get(SIEM).delivered() == 2);
            assertThat(destination.accepted()).hasSize(2);
        }
    }

    @Test
    void goesOnTryingToRecordForAsLongAsTheSpoolCannotBeWritten() throws Exception {
        try (Spool spool = spool();
                DeliveryWorker worker = worker(spool, destination)) {
            accept(spool, "first");
            worker.start();
            await().pollDelay(LEASE.multipliedBy(4)).atMost(PATIENCE).until(() -> failures.get() >= 2);
            full = false;
            await().atMost(PATIENCE).until(() -> spool.tallies().get(SIEM).delivered() == 1);
            assertThat(destination.accepted()).hasSize(1);
        }
    }

    @Test
    void triesALastTimeToRecordWhenItStops() throws Exception {
        try (Spool spool = spool()) {
            DeliveryWorker worker = worker(spool, roomWhenClosed());
            accept(spool, "first");
            worker.start();
            await().atMost(PATIENCE).until(() -> failures.get() >= 1);
            worker.close();
            assertThat(spool.tallies().get(SIEM).delivered()).isEqualTo(1);
        }
    }

    @Test
    void stopsSoonWhenNothingCanBeRecordedAnyMore() throws Exception {
        broken = true;
        try (Spool spool = spool()) {
            DeliveryWorker worker = worker(spool, destination);
            accept(spool, "first");
            worker.start();
            await().pollDelay(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> brokenDown);
            long before = System.nanoTime();
            worker.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private Spool spool() throws Exception {
        Spool spool = new SqliteSpool(
                new SpoolConfig(folder.resolve("spool.db"), Duration.ofDays(7), 1L << 30, 0),
                InstantSource.system(),
                this,
                source -> Duration.ofHours(2));
        spool.open();
        return spool;
    }

    private static void accept(Spool spool, String id) {
        byte[] body = ("{\"webhookId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        spool.accept(TestWebhooks.verified("snyk", "snyk", body, Optional.empty(), Instant.now()), List.of(SIEM))
                .join();
    }

    /** There is room again when nothing is sent any more. */
    private Destination roomWhenClosed() {
        return new Destination() {
            @Override
            public Shipment ready(List<OcsfEvent> events) {
                return destination.ready(events);
            }

            @Override
            public Probe probe() {
                return destination.probe();
            }

            @Override
            public void close() {
                full = false;
            }
        };
    }

    private static DeliveryWorker worker(Spool spool, Destination destination) {
        BridgeMetrics metrics = new BridgeMetrics();
        Map<String, Normalizer> normalizers = Vendors.all().stream()
                .collect(Collectors.toMap(
                        Vendor::id, vendor -> vendor.normalizer(NormalizerSettings.defaultsFor(vendor))));
        return new DeliveryWorker(
                SIEM,
                "scripted",
                destination,
                spool,
                new WebhookNormalizer(normalizers, normalizers, 1 << 20, metrics),
                (source, event) -> true,
                new Retry(Duration.ZERO, 0),
                Optional.empty(),
                metrics,
                InstantSource.system(),
                new Random(7),
                LEASE);
    }
}
