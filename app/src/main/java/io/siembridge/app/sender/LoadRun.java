package io.siembridge.app.sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Sends many webhooks: so many at a time, and at most so many in a second. */
public final class LoadRun {
    private final TestSender sender;
    private final int count;
    private final int concurrency;
    private final double rate;

    /** @param rate webhooks in a second; 0 for as fast as it goes */
    public LoadRun(TestSender sender, int count, int concurrency, double rate) {
        this.sender = sender;
        this.count = count;
        this.concurrency = concurrency;
        this.rate = rate;
    }

    /**
     * Runs to the end.
     *
     * @param webhook the webhook to send at a place in the run
     * @param progress told how many have been answered, now and then
     */
    public Report run(IntFunction<OutboundWebhook> webhook, IntConsumer progress) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        long[] nanos = new long[count];
        List<Receipt> receipts = new ArrayList<>(count);
        AtomicLong begun = new AtomicLong(System.nanoTime());
        ExecutorService senders = Executors.newFixedThreadPool(concurrency);
        for (int i = 0; i < concurrency; i++) {
            senders.execute(() -> sendUntilDone(webhook, next, answered, nanos, receipts, begun.get(), progress));
        }
        senders.shutdown();
        while (!senders.awaitTermination(1, TimeUnit.SECONDS)) {
            progress.accept(answered.get());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun.get());
        return Report.of(receipts, nanos, took);
    }

    private void sendUntilDone(
            IntFunction<OutboundWebhook> webhook,
            AtomicInteger next,
            AtomicInteger answered,
            long[] nanos,
            List<Receipt> receipts,
            long begun,
            IntConsumer progress) {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                waitForTurn(i, begun);
                Receipt receipt = sender.send(webhook.apply(i));
                nanos[i] = receipt.took().toNanos();
                synchronized (receipts) {
                    receipts.add(receipt);
                }
                int done = answered.incrementAndGet();
                if (done == count) {
                    progress.accept(done);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitForTurn(int index, long begun) throws InterruptedException {
        if (rate > 0) {
            long due = begun + (long) (index / rate * 1_000_000_000.0);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
        }
    }

    /**
     * What came of a run.
     *
     * @param byStatus number of answers by status
     * @param receipts ids of those that were answered 200
     */
    public record Report(
            int sent,
            Map<Integer, Integer> byStatus,
            List<String> receipts,
            String firstFailure,
            Duration took,
            Duration p50,
            Duration p90,
            Duration p99,
            Duration slowest) {
        public Report {
            byStatus = Map.copyOf(byStatus);
            receipts = List.copyOf(receipts);
        }

        static Report of(List<Receipt> receipts, long[] nanos, Duration took) {
            Map<Integer, Integer> byStatus = new TreeMap<>();
            receipts.forEach(receipt -> byStatus.merge(receipt.status(), 1, Integer::sum));
            String failure = receipts.stream()
                    .filter(receipt -> !receipt.isAccepted())
                    .map(receipt -> receipt.status() + " " + receipt.answer())
                    .findFirst()
                    .orElse("");
            long[] sorted = Arrays.stream(nanos).sorted().toArray();
            return new Report(
                    receipts.size(),
                    byStatus,
                    receipts.stream()
                            .filter(Receipt::isAccepted)
                            .map(Receipt::webhook)
                            .toList(),
                    failure,
                    took,
                    at(sorted, 0.50),
                    at(sorted, 0.90),
                    at(sorted, 0.99),
                    at(sorted, 1));
        }

        private static Duration at(long[] sorted, double share) {
            return sorted.length == 0
                    ? Duration.ZERO
                    : Duration.ofNanos(sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)]);
        }

        public boolean isAllAccepted() {
            return receipts.size() == sent;
        }

        public double perSecond() {
            return sent / Math.max(1e-9, took.toNanos() / 1e9);
        }
    }
}
