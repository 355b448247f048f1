package io.siembridge.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.spool.DeadLetter;
import io.siembridge.app.spool.DeadLetterFilter;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.InMemorySpool;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Vendor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DeliveryWorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SIEM = "siem";

    private final Spool spool = new InMemorySpool(InstantSource.system());
    private final ScriptedDestination destination = new ScriptedDestination();
    private DeliveryWorker worker = worker(new Retry(Duration.ZERO, 0), (source, event) -> true);

    @BeforeEach
    void open() throws Exception {
        spool.open();
    }

    @AfterEach
    void close() {
        worker.close();
        spool.close();
    }

    @Test
    void deliversWebhooksInTheOrderTheyCame() {
        IntStream.range(0, 40).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 40);
        assertThat(sentNumbers()).isEqualTo(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void keepsEverythingInOrderWhileTheDestinationIsAwayAndProbesWithOne() {
        destination.answer(event -> Outcome.retry("connection refused"));
        IntStream.range(0, 20).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> destination.batchSizes().size() >= 2);
        assertThat(destination.batchSizes().get(1)).isEqualTo(1);
        assertThat(worker.status().state()).isEqualTo("retrying");
        assertThat(tally().waiting()).isEqualTo(20);
        destination.answer(event -> Outcome.accepted());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 20);
        assertThat(sentNumbers()).isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThat(worker.status().state()).isEqualTo("up");
    }

    @Test
    void findsTheSizeOfBatchThatADestinationCanTake() {
        IntStream.range(0, 600).forEach(this::acceptPing);
        destination.answer(
                event -> lastOf(destination.batchSizes()) > 50 ? Outcome.retry("reset") : Outcome.accepted());
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 600);
        int sent = destination.batchSizes().stream().mapToInt(size -> size).sum();
        assertThat(sent).isLessThan(2 * 600);
    }

    @Test
    void givesBackTheBatchItPreparedAheadWhenTheDestinationGoesAway() {
        IntStream.range(0, 700).forEach(this::acceptPing);
        destination.answer(
                event -> destination.batchSizes().size() == 1 ? Outcome.accepted() : Outcome.retry("connection reset"));
        worker.start();
        await().atMost(PATIENCE).until(() -> destination.batchSizes().size() >= 3);
        assertThat(tally().waiting()).isEqualTo(700L - destination.batchSizes().get(0));
        destination.answer(event -> Outcome.accepted());
        await().atMost(PATIENCE).until(() -> tally().delivered() == 700);
        assertThat(sentNumbers()).isEqualTo(IntStream.range(0, 700).boxed().toList());
    }

    @Test
    void pausesAndBuriesNothingWhenTheDestinationItselfIsAtFault() {
        use(worker(new Retry(Duration.ofMillis(1), 1), (source, event) -> true));
        destination.answer(event -> Outcome.paused("token refused"));
        IntStream.range(0, 5).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> worker.status().state().equals("paused"));
        destination.answer(event -> Outcome.accepted());
        worker.resume();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 5);
        assertThat(tally().dead()).isZero();
    }

    @Test
    void buriesTheOneRefusedEventOfAWebhookAndSendsTheOthersOnce() {
        destination.answer(
                event -> event.toString().contains("second") ? Outcome.rejected("too long") : Outcome.accepted());
        acceptBody("soveren", "[" + soveren("first") + "," + soveren("second") + "," + soveren("third") + "]");
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().dead() == 1);
        assertThat(destination.accepted()).hasSize(2);
        List<DeadLetter> dead = openDeadLetters();
        assertThat(dead).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("too long");
            assertThat(letter.eventUid()).isPresent();
        });
        destination.answer(event -> Outcome.accepted());
        spool.retry(List.of(dead.get(0).id())).join();
        worker.wake();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
        assertThat(destination.accepted()).hasSize(3);
    }

    @Test
    void letsTheOthersPassOneThatThePeerNeverTakes() {
        destination.answer(event -> event.toString().contains("indigestible")
                        || destination.batchSizes().size() == 1
                ? Outcome.retry("500")
                : Outcome.accepted());
        acceptBody("soveren", "[" + soveren("indigestible") + "]");
        IntStream.range(0, 5).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 5);
        assertThat(tally().waiting()).isEqualTo(1);
    }

    @Test
    void letsTheBatchOnItsWayFinishWhenItStops() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        destination.answer(event -> {
            sending.countDown();
            try {
                answered.await();
                return Outcome.accepted();
            } catch (InterruptedException cut) {
                return Outcome.retry("cut off");
            }
        });
        acceptPing(1);
        worker.start();
        sending.await();
        Thread stopper = new Thread(worker::close);
        stopper.start();
        await().atMost(PATIENCE).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        answered.countDown();
        stopper.join();
        assertThat(tally().delivered()).isEqualTo(1);
    }

    @Test
    void sendsOnlyTheRestOfAWebhookThatWasAcceptedInPart() {
        AtomicBoolean busy = new AtomicBoolean(true);
        destination.answer(event -> event.toString().contains("second") && busy.getAndSet(false)
                ? Outcome.retry("busy")
                : Outcome.accepted());
        acceptBody("soveren", "[" + soveren("first") + "," + soveren("second") + "]");
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
        assertThat(destination.accepted().stream().map(OcsfEvent::uid))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void givesUpAfterTheConfiguredAttemptsAndSaysWhy() {
        use(worker(new Retry(Duration.ZERO, 2), (source, event) -> true));
        destination.answer(event -> Outcome.retry("busy"));
        acceptPing(1);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().dead() == 1);
        assertThat(openDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .contains("given up after 2 attempts")
                        .contains("busy"));
    }

    @Test
    void buriesAWebhookThatCannotBeReadAndGoesOn() {
        acceptBody("snyk", "no JSON at all");
        acceptPing(7);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().dead() == 1 && tally().delivered() == 1);
    }

    @Test
    void settlesWhatTheRoutesLeaveOutWithoutSendingIt() {
        use(worker(new Retry(Duration.ZERO, 0), (source, event) -> false));
        acceptPing(1);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
        assertThat(destination.batchSizes()).isEmpty();
    }

    @Test
    void sendsNothingWhileAnOperatorHoldsIt() {
        worker.pause();
        worker.start();
        acceptPing(1);
        worker.wake();
        assertThat(worker.status().state()).isEqualTo("held");
        assertThat(destination.batchSizes()).isEmpty();
        worker.resume();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
    }

    @Test
    void goesOnAfterAFaultOfTheDestinationsOwnCode() {
        AtomicBoolean faulty = new AtomicBoolean(true);
        destination.answer(event -> {
            if (faulty.getAndSet(false)) {
                throw new IllegalStateException("a bug");
            }
            return Outcome.accepted();
        });
        acceptPing(1);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
    }

    /** An error is no exception: it would end the thread, and nobody would notice. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                NoClassDefFoundError.class,
                OutOfMemoryError.class,
                StackOverflowError.class,
                AssertionError.class
            })
    void goesOnAfterAnErrorOfTheDestination(Class<? extends Error> kind) {
        AtomicBoolean faulty = new AtomicBoolean(true);
        destination.answer(event -> {
            if (faulty.getAndSet(false)) {
                throw error(kind);
            }
            return Outcome.accepted();
        });
        IntStream.range(0, 3).forEach(this::acceptPing);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 3);
        assertThat(worker.status().inFlight()).isZero();
        assertThat(tally().dead()).isZero();
    }

    @Test
    void aWebhookThatOverflowsTheStackIsADeadLetterAndHoldsUpNoOther() {
        use(worker(body -> body.contains("hostile") ? overflow(0) : 0));
        acceptBody("snyk", "{\"webhookId\":\"ping-1\",\"hostile\":1}");
        acceptPing(2);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().dead() == 1 && tally().delivered() == 1);
        assertThat(openDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("StackOverflowError"));
    }

    @Test
    void aWebhookForWhichThereIsNoMemoryNowIsTriedAgainAndHoldsUpNoOther() {
        AtomicInteger shortages = new AtomicInteger(2);
        use(worker(body -> {
            if (body.contains("large") && shortages.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return 0;
        }));
        acceptBody("snyk", "{\"webhookId\":\"ping-1\",\"large\":1}");
        acceptPing(2);
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 2);
        assertThat(sentNumbers()).containsExactly(2, 1);
        assertThat(tally().dead()).isZero();
    }

    @Test
    void whatWasClaimedIsGivenBackWhenItCannotBePrepared() {
        AtomicBoolean faulty = new AtomicBoolean(true);
        use(worker(new Retry(Duration.ZERO, 0), (source, event) -> {
            if (faulty.getAndSet(false)) {
                throw new InternalError("a machine that is broken");
            }
            return true;
        }));
        List<Throwable> deaths = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> deaths.add(cause));
        try {
            acceptPing(1);
            worker.start();
            await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> !deaths.isEmpty());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(deaths).singleElement().isInstanceOf(InternalError.class);
        use(worker(new Retry(Duration.ZERO, 0), (source, event) -> true));
        worker.start();
        await().atMost(PATIENCE).until(() -> tally().delivered() == 1);
    }

    private static Error error(Class<? extends Error> kind) {
        try {
            return kind.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is its purpose
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private void use(DeliveryWorker other) {
        worker.close();
        worker = other;
    }

    /** A worker whose normalizers do something else first. */
    private DeliveryWorker worker(ToIntFunction<String> first) {
        Map<String, Normalizer> normalizers = new HashMap<>();
        normalizers()
                .forEach((vendor, normalizer) -> normalizers.put(vendor, (body, provenance) -> {
                    int unused = first.applyAsInt(new String(body, StandardCharsets.UTF_8));
                    return normalizer.normalize(body, provenance);
                }));
        return worker(new Retry(Duration.ZERO, 0), (source, event) -> true, normalizers);
    }

    private static Map<String, Normalizer> normalizers() {
        return Vendors.all().stream()
                .collect(Collectors.toMap(
                        Vendor::id, vendor -> vendor.normalizer(NormalizerSettings.defaultsFor(vendor))));
    }

    private DeliveryWorker worker(Retry retry, EventFilter filter) {
        return worker(retry, filter, normalizers());
    }

    private DeliveryWorker worker(Retry retry, EventFilter filter, Map<String, Normalizer> normalizers) {
        BridgeMetrics metrics = new BridgeMetrics();
        return new DeliveryWorker(
                SIEM,
                "scripted",
                destination,
                spool,
                new WebhookNormalizer(normalizers, normalizers, 1 << 20, metrics),
                filter,
                retry,
                Optional.empty(),
                metrics,
                InstantSource.system(),
                new Random(7));
    }

    private static int lastOf(List<Integer> sizes) {
        return sizes.get(sizes.size() - 1);
    }

    private void acceptPing(int number) {
        acceptBody("snyk", "{\"webhookId\":\"ping-" + number + "\"}");
    }

    private void acceptBody(String vendor, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        spool.accept(TestWebhooks.verified(vendor, vendor, bytes, Optional.empty(), Instant.now()), List.of(SIEM))
                .join();
    }

    private static String soveren(String title) {
        return "{\"event_type\":\"policy_violation\",\"title\":\"" + title
                + "\",\"sensitivity\":\"High\",\"time\":\"2026-01-15T10:00:00Z\"}";
    }

    private List<Integer> sentNumbers() {
        return destination.accepted().stream()
                .map(event -> event.toString().replaceAll("(?s).*\"ping-([0-9]+)\".*", "$1"))
                .map(Integer::parseInt)
                .toList();
    }

    private List<DeadLetter> openDeadLetters() {
        return spool.deadLetters(DeadLetterFilter.open(), Optional.empty(), 10).items();
    }

    private DestinationTally tally() {
        return spool.tallies().getOrDefault(SIEM, new DestinationTally(0, 0, 0, 0, 0, Optional.empty()));
    }
}
