package io.siembridge.app.reliability;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Vendors that send at the same time, and send again what was not answered. */
final class Senders implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Traffic traffic;
    private final Ledger ledger;
    private final ExecutorService threads;
    private final int concurrency;

    Senders(Traffic traffic, Ledger ledger, int concurrency) {
        this.traffic = traffic;
        this.ledger = ledger;
        this.concurrency = concurrency;
        this.threads = Executors.newFixedThreadPool(concurrency);
    }

    /** Sends one; the receipt, if it got one. */
    Optional<String> send(ChildProcess.Ports to, Sent webhook) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = answer(to, webhook);
            Optional<String> receipt = ledger.answered(webhook, answer.statusCode(), answer.body());
            if (receipt.isEmpty()) {
                ledger.unanswered(webhook);
            }
            return receipt;
        } catch (IOException cut) {
            ledger.unanswered(webhook);
            return Optional.empty();
        }
    }

    /** Sends one, which is in the ledger as sent. */
    private HttpResponse<byte[]> answer(ChildProcess.Ports to, Sent webhook) throws IOException, InterruptedException {
        ledger.sending(webhook);
        return client.send(webhook.request(to.source(webhook.source())), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Sends one after the other until one is refused; the refusal. */
    HttpResponse<byte[]> untilRefused(ChildProcess.Ports to, int most) throws IOException, InterruptedException {
        for (int i = 0; i < most; i++) {
            Sent webhook = traffic.next();
            HttpResponse<byte[]> answer = answer(to, webhook);
            if (ledger.answered(webhook, answer.statusCode(), answer.body()).isEmpty()) {
                ledger.unanswered(webhook);
                return answer;
            }
        }
        throw new IllegalStateException(most + " webhooks were sent and none was refused");
    }

    /** Sends until one goes unanswered on every thread, as when the bridge dies, or until so many are sent. */
    Flood flood(ChildProcess.Ports to, int most) {
        AtomicInteger left = new AtomicInteger(most);
        AtomicBoolean stopped = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < concurrency; i++) {
            running.add(threads.submit(() -> {
                boolean alive = true;
                while (alive && !stopped.get() && left.getAndDecrement() > 0) {
                    alive = send(to, ledger.nextUnanswered().orElseGet(traffic::next))
                            .isPresent();
                }
                return null;
            }));
        }
        return new Flood(stopped, running);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Senders at work. */
    record Flood(AtomicBoolean stopped, List<Future<?>> running) {
        void stop() throws InterruptedException {
            stopped.set(true);
            await();
        }

        void await() throws InterruptedException {
            for (Future<?> each : running) {
                try {
                    each.get();
                } catch (ExecutionException e) {
                    throw new IllegalStateException("A sender failed", e.getCause());
                }
            }
        }
    }
}
