package io.siembridge.app.bridge;

import io.siembridge.app.spool.SpoolListener;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.worker.DeliveryWorker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the metrics what the spool does, and wakes the worker for whom something is due. */
final class SpoolEvents implements SpoolListener {
    private final BridgeMetrics metrics;
    private final SpoolListener next;
    private final Map<String, DeliveryWorker> workers = new ConcurrentHashMap<>();
    private final CompletableFuture<Throwable> brokenDown = new CompletableFuture<>();

    SpoolEvents(BridgeMetrics metrics, SpoolListener next) {
        this.metrics = metrics;
        this.next = next;
    }

    void wakes(String destination, DeliveryWorker worker) {
        workers.put(destination, worker);
    }

    void forget(String destination) {
        workers.remove(destination);
    }

    @Override
    public void beforeCommit(int acceptances, int settlements) {
        next.beforeCommit(acceptances, settlements);
    }

    @Override
    public void afterCommit(int acceptances, int settlements, Duration took) {
        metrics.commit(acceptances, settlements, took);
        next.afterCommit(acceptances, settlements, took);
    }

    @Override
    public void due(String destination) {
        DeliveryWorker worker = workers.get(destination);
        if (worker != null) {
            worker.wake();
        }
        next.due(destination);
    }

    @Override
    public void brokenDown(Throwable cause) {
        brokenDown.complete(cause);
        next.brokenDown(cause);
    }

    CompletableFuture<Throwable> brokenDown() {
        return brokenDown;
    }
}
