package io.siembridge.app.destination;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer to a limit and drops the connection beyond it, so that an endless answer ends. An answer that breaks
 * off is not an error: its status has been read, and that is what counts.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<BoundedBody.Read> {
    private final int limit;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<Read> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    /** What has come so far, of a body that is still coming. */
    synchronized Read soFar() {
        return new Read(received.toByteArray(), true);
    }

    @Override
    public CompletionStage<Read> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription answer) {
        subscription = answer;
        answer.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        boolean full = buffers.stream().reduce(false, (already, buffer) -> take(buffer), (a, b) -> b);
        Flow.Subscription answer = subscription;
        if (answer == null) {
            return;
        }
        if (full) {
            answer.cancel();
            onComplete();
        } else {
            answer.request(1);
        }
    }

    @Override
    public void onError(Throwable brokeOff) {
        body.complete(soFar());
    }

    @Override
    public synchronized void onComplete() {
        body.complete(new Read(received.toByteArray(), false));
    }

    /** Whether the limit is reached. */
    private synchronized boolean take(ByteBuffer buffer) {
        byte[] bytes = new byte[Math.min(buffer.remaining(), limit - received.size())];
        buffer.get(bytes);
        received.writeBytes(bytes);
        return received.size() >= limit;
    }

    record Read(byte[] bytes, boolean brokenOff) {}
}
