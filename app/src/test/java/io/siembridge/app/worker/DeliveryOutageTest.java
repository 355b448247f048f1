package io.siembridge.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.InMemorySpool;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.app.spool.SpoolListener;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Vendor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that are slow, that go away in the middle, that confirm late, and faults while they report. */
@Timeout(60)
class DeliveryOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final String SIEM = "siem";
    private static final Optional<Outcome> TAKEN = Optional.of(Outcome.accepted());
    private static final Optional<Outcome> AWAY = Optional.of(Outcome.retry("connection reset"));
    private static final Optional<Outcome> LATER = Optional.empty();

    private final LateDestination destination = new LateDestination();
    private final BridgeMetrics metrics = new BridgeMetrics();
    private final AtomicLong clockFailsOn = new AtomicLong(-1);
    private final AtomicBoolean slow = new AtomicBoolean(true);
    private Duration lease = LEASE;
    private Spool spool = new InMemorySpool(InstantSource.system());
    private Optional<DeliveryWorker> worker = Optional.empty();

    @AfterEach
    void close() {
        worker.ifPresent(DeliveryWorker::close);
        spool.close();
    }

    @Test
    void sendsNothingTwiceToAPeerThatTakesLongerThanALeaseLasts() throws Exception {
        accept(600);
        destination.takes(LEASE.multipliedBy(2));
        start(Optional.empty());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 600);
        assertThat(destination.sentNumbers()).isEqualTo(numbers(600));
    }

    @Test
    void triesAgainWhileOlderBatchesStillWaitForTheirConfirmation() throws Exception {
        destination.answer((batch, event) -> batch == 0 ? LATER : batch == 1 ? AWAY : TAKEN);
        accept(1);
        start(Optional.empty());
        await().atMost(PATIENCE).until(() -> destination.sizes().size() == 1);
        acceptPing(1);
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
        assertThat(tally().waiting()).isEqualTo(1);
        destination.reportLate(Outcome.accepted());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 2);
    }

    /** One thread of a destination reports many batches, one after the other. */
    @Test
    void aFaultWhileOneBatchIsJudgedCostsNoOtherItsOutcome() throws Exception {
        destination.answer((batch, event) -> batch < 2 ? LATER : TAKEN);
        accept(1);
        start(Optional.empty());
        await().atMost(PATIENCE).until(() -> destination.sizes().size() == 1);
        acceptPing(1);
        await().atMost(PATIENCE).until(() -> destination.sizes().size() == 2);
        clockFailsOn.set(Thread.currentThread().getId());
        destination.reportLate(Outcome.accepted());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 2);
        assertThat(destination.sentNumbers()).as("what was lost is sent again").containsExactly(0, 1, 0);
    }

    @Test
    void aWordThatComesAfterAFaultOfTheDestinationCostsNothing() throws Exception {
        destination.answer((batch, event) -> batch < 2 ? LATER : TAKEN);
        destination.failsInBatch(0);
        accept(1);
        start(Optional.empty());
        await().atMost(PATIENCE).until(() -> destination.sizes().size() == 2);
        destination.reportLate(Outcome.accepted());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
        assertThat(worker.orElseThrow().status().inFlight()).isZero();
    }

    @Test
    void keepsTheOrderWhenTheDestinationGoesAwayInTheMiddleOfABatch() throws Exception {
        accept(700);
        destination.answer((batch, event) -> batch == 0 && event >= 100 ? AWAY : TAKEN);
        start(Optional.empty());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 700);
        assertThat(destination.takenNumbers()).isEqualTo(numbers(700));
    }

    @Test
    void keepsTheOrderThoughTheSpoolIsSlowToSettle(@TempDir Path folder) throws Exception {
        spool = new SqliteSpool(
                new SpoolConfig(folder.resolve("spool.db"), Duration.ofDays(7), 1L << 30, 0),
                InstantSource.system(),
                new SlowToSettle(),
                source -> Duration.ofHours(2));
        lease = PATIENCE;
        // More than the batch that fails and the one that is prepared meanwhile.
        accept(600);
        destination.answer((batch, event) -> batch == 0 ? AWAY : TAKEN);
        start(Optional.empty());
        await().atMost(PATIENCE).until(() -> !destination.takenNumbers().isEmpty());
        slow.set(false);
        assertThat(destination.takenNumbers().get(0)).isZero();
    }

    @Test
    void sendsNoMoreAtOnceThanASecondsWorthOfItsRate() throws Exception {
        accept(60);
        start(Optional.of(25.0));
        await().atMost(PATIENCE).until(() -> tally().delivered() == 60);
        assertThat(destination.sizes()).allMatch(size -> size <= 25);
    }

    @Test
    void isUpUntilAnAttemptFails() throws Exception {
        destination.answer((batch, event) -> AWAY);
        accept(0);
        start(Optional.empty());
        assertThat(metrics.scrape()).contains("siem_bridge_destination_up{destination=\"siem\"} 1");
        acceptPing(0);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(metrics.scrape()).contains("siem_bridge_destination_up{destination=\"siem\"} 0"));
    }

    private void accept(int pings) throws Exception {
        spool.open();
        IntStream.range(0, pings).forEach(this::acceptPing);
    }

    private void acceptPing(int number) {
        byte[] body = ("{\"webhookId\":\"ping-" + number + "\"}").getBytes(StandardCharsets.UTF_8);
        spool.accept(TestWebhooks.verified("snyk", "snyk", body, Optional.empty(), Instant.now()), List.of(SIEM))
                .join();
        worker.ifPresent(DeliveryWorker::wake);
    }

    private void start(Optional<Double> rate) {
        Map<String, Normalizer> normalizers = Vendors.all().stream()
                .collect(Collectors.toMap(
                        Vendor::id, vendor -> vendor.normalizer(NormalizerSettings.defaultsFor(vendor))));
        DeliveryWorker made = new DeliveryWorker(
                SIEM,
                "late",
                destination,
                spool,
                new WebhookNormalizer(normalizers, normalizers, 1 << 20, metrics),
                (source, event) -> true,
                new Retry(Duration.ZERO, 0),
                rate,
                metrics,
                this::now,
                new Random(7),
                lease);
        worker = Optional.of(made);
        made.start();
    }

    private Instant now() {
        if (clockFailsOn.compareAndSet(Thread.currentThread().getId(), -1)) {
            throw new NoClassDefFoundError("as if");
        }
        return Instant.now();
    }

    private DestinationTally tally() {
        return spool.tallies().getOrDefault(SIEM, new DestinationTally(0, 0, 0, 0, 0, Optional.empty()));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Commits settlements more slowly than a circuit waits after its first failure. */
    private final class SlowToSettle implements SpoolListener {
        @Override
        public void beforeCommit(int acceptances, int settlements) {
            if (settlements > 0) {
                long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
                await().until(() -> !slow.get() || System.nanoTime() - end > 0);
            }
        }
    }
}
