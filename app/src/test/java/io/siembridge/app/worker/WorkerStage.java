package io.siembridge.app.worker;

import io.siembridge.app.destination.CommonKeys.Retry;
import io.siembridge.app.spool.DeadLetter;
import io.siembridge.app.spool.DeadLetterFilter;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.InMemorySpool;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.normalizers.Vendors;
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
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A worker between a spool in memory and a destination that answers as it is told to. */
@Timeout(60)
abstract class WorkerStage {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String SIEM = "siem";

    final Spool spool = new InMemorySpool(InstantSource.system());
    final ScriptedDestination destination = new ScriptedDestination();
    DeliveryWorker worker = worker(new Retry(Duration.ZERO, 0), (source, event) -> true);

    @BeforeEach
    void open() throws Exception {
        spool.open();
    }

    @AfterEach
    void close() {
        worker.close();
        spool.close();
    }

    void use(DeliveryWorker other) {
        worker.close();
        worker = other;
    }

    /** A worker whose normalizers do something else first. */
    DeliveryWorker worker(ToIntFunction<String> first) {
        Map<String, Normalizer> normalizers = new HashMap<>();
        normalizers()
                .forEach((vendor, normalizer) -> normalizers.put(vendor, (body, provenance) -> {
                    int unused = first.applyAsInt(new String(body, StandardCharsets.UTF_8));
                    return normalizer.normalize(body, provenance);
                }));
        return worker(new Retry(Duration.ZERO, 0), (source, event) -> true, normalizers);
    }

    DeliveryWorker worker(Retry retry, EventFilter filter) {
        return worker(retry, filter, normalizers());
    }

    DeliveryWorker worker(Retry retry, EventFilter filter, Map<String, Normalizer> normalizers) {
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

    static Map<String, Normalizer> normalizers() {
        return Vendors.all().stream()
                .collect(Collectors.toMap(
                        Vendor::id, vendor -> vendor.normalizer(NormalizerSettings.defaultsFor(vendor))));
    }

    void acceptPing(int number) {
        acceptBody("snyk", "{\"webhookId\":\"ping-" + number + "\"}");
    }

    void acceptBody(String vendor, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        spool.accept(TestWebhooks.verified(vendor, vendor, bytes, Optional.empty(), Instant.now()), List.of(SIEM))
                .join();
    }

    List<Integer> sentNumbers() {
        return destination.accepted().stream()
                .map(event -> event.toString().replaceAll("(?s).*\"ping-([0-9]+)\".*", "$1"))
                .map(Integer::parseInt)
                .toList();
    }

    List<DeadLetter> openDeadLetters() {
        return spool.deadLetters(DeadLetterFilter.open(), Optional.empty(), 10).items();
    }

    DestinationTally tally() {
        return spool.tallies().getOrDefault(SIEM, new DestinationTally(0, 0, 0, 0, 0, Optional.empty()));
    }
}
