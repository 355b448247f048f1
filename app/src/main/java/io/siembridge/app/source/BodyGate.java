package io.siembridge.app.source;

import io.siembridge.app.source.ConnectionWatch.Stage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Collects the body of a webhook before any thread is spent on it, so that a hundred slow senders cost a hundred buffers
 * and not a hundred threads. It refuses what is over the limit by one byte, what would take more memory than there is
 * for bodies in flight, and what does not arrive in time. The bytes are handed on untouched.
 */
final class BodyGate extends Handler.Wrapper {
    /** Request attribute with the exact body as {@code byte[]}. */
    static final String BODY = "io.siembridge.body";

    private static final String PREFIX = "/webhooks/";

    private final Predicate<String> isSource;
    private final long maxBody;
    private final Duration deadline;
    private final BytesInFlight inFlight;
    private final ConnectionWatch connections;
    private final Refusals refusals;

    /** Hears of requests that are refused before the handler sees them. */
    @FunctionalInterface
    interface Refusals {
        void refused(String source, Answer answer);
    }

    BodyGate(
            Predicate<String> isSource,
            long maxBody,
            Duration deadline,
            BytesInFlight inFlight,
            ConnectionWatch connections,
            Refusals refusals) {
        this.isSource = isSource;
        this.maxBody = maxBody;
        this.deadline = deadline;
        this.inFlight = inFlight;
        this.connections = connections;
        this.refusals = refusals;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<String> source = sourceOf(request);
        connections.enters(source.isEmpty() ? Stage.ANSWER : Stage.BODY, request);
        Request.addCompletionListener(request, failure -> connections.enters(Stage.HEADERS, request));
        if (source.isEmpty()) {
            return super.handle(request, response, callback);
        }
        Reading reading = new Reading(source.get(), request, response, callback);
        if (request.getLength() > maxBody) {
            reading.refuse(Answer.tooLarge());
        } else {
            reading.start();
        }
        return true;
    }

    /** The source a request is sent to, if it is a webhook to one that exists; the router answers everything else. */
    private Optional<String> sourceOf(Request request) {
        String path = Request.getPathInContext(request);
        boolean uploads =
                request.getMethod().equals("POST") || request.getMethod().equals("PUT");
        if (!uploads || !path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String name = path.substring(PREFIX.length());
        // The router takes a slash at the end for nothing, and what it takes for a webhook must have its body.
        return Optional.of(name.endsWith("/") ? name.substring(0, name.length() - 1) : name)
                .filter(isSource);
    }

    private void handOn(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception failure) {
            Response.writeError(request, response, callback, failure);
        }
    }

    /** One body on its way in. Jetty calls {@link #run} on one thread at a time. */
    private final class Reading implements Runnable {
        private final String source;
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final CollectedBody body = new CollectedBody();
        private long length;
        private volatile boolean late;
        private Scheduler.Task alarm = () -> true;

        Reading(String source, Request request, Response response, Callback callback) {
            this.source = source;
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void start() {
            Request.addCompletionListener(request, failure -> inFlight.giveBack(source, length));
            alarm = request.getComponents()
                    .getScheduler()
                    .schedule(this::expire, deadline.toMillis(), TimeUnit.MILLISECONDS);
            run();
        }

        private void expire() {
            late = true;
            request.fail(new java.util.concurrent.TimeoutException("The body did not arrive in time"));
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    fail(chunk.getFailure());
                    return;
                }
                Optional<Answer> refusal = take(chunk.getByteBuffer());
                boolean last = chunk.isLast();
                chunk.release();
                if (refusal.isPresent()) {
                    refuse(refusal.get());
                    return;
                }
                if (last) {
                    finish();
                    return;
                }
            }
        }

        private Optional<Answer> take(ByteBuffer buffer) {
            int more = buffer.remaining();
            if (length + more > maxBody) {
                return Optional.of(Answer.tooLarge());
            }
            if (!inFlight.take(source, more)) {
                return Optional.of(Answer.noRoom());
            }
            length += more;
            body.add(buffer);
            return Optional.empty();
        }

        private void finish() {
            alarm.cancel();
            connections.enters(Stage.ANSWER, request);
            request.setAttribute(BODY, body.join());
            handOn(request, response, callback);
        }

        private void fail(Throwable failure) {
            alarm.cancel();
            if (late) {
                refuse(Answer.problem(408, "Request Timeout", "The body did not arrive in time."));
            } else {
                callback.failed(failure);
            }
        }

        void refuse(Answer answer) {
            alarm.cancel();
            refusals.refused(source, answer);
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            // The rest of the body is not read, so the connection cannot be used again.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            answer.retryAfterHeader().ifPresent(wait -> response.getHeaders().put(HttpHeader.RETRY_AFTER, wait));
            response.write(true, ByteBuffer.wrap(answer.bytes()), callback);
        }
    }
}
