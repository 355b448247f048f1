package io.siembridge.app.source;

import io.siembridge.app.source.ConnectionWatch.Stage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Collects the body of a webhook before any thread is spent on it, so that a hundred slow senders cost a hundred buffers
 * and not a hundred threads. It refuses what is over the limit by one byte, what would take more memory than there is
 * for bodies in flight, and what does not arrive in time. The bytes are handed on untouched, and the answer is written
 * from here: webhooks pass by the router and the servlets, which would cost more than everything else done to them.
 */
final class BodyGate extends Handler.Wrapper {
    private static final String PREFIX = "/webhooks/";

    /** What a body that breaks off is counted as; its sender has gone. */
    private static final Answer CUT_SHORT = Answer.problem(400, "Bad Request", "The body broke off.");

    private final Webhooks webhooks;
    private final long maxBody;
    private final Duration deadline;
    private final BytesInFlight inFlight;
    private final ConnectionWatch connections;

    /** Takes the webhooks that have come through. */
    interface Webhooks {
        boolean isSource(String name);

        /** The answer to a webhook; the future never fails. */
        CompletableFuture<Answer> take(String source, Request request, byte[] body);

        /** Hears of one that is refused before its body was complete. */
        void refused(String source, Request request, Answer answer);
    }

    BodyGate(Webhooks webhooks, long maxBody, Duration deadline, BytesInFlight inFlight, ConnectionWatch connections) {
        this.webhooks = webhooks;
        this.maxBody = maxBody;
        this.deadline = deadline;
        this.inFlight = inFlight;
        this.connections = connections;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<String> source = sourceOf(request);
        connections.enters(source.isEmpty() ? Stage.ANSWER : Stage.BODY, request);
        Request.addCompletionListener(request, failure -> connections.enters(Stage.HEADERS, request));
        if (source.isEmpty() && isUpload(request)) {
            // The router would cut the connection in the middle of a large body.
            write(Answer.nothingHere(), response, lingering(request, callback));
            return true;
        }
        if (source.isEmpty()) {
            return super.handle(request, response, callback);
        }
        Reading reading = new Reading(source.get(), request, response, callback);
        if (!isFramingPlain(request)) {
            reading.refuse(Answer.problem(400, "Bad Request", "Transfer-Encoding must be chunked, and nothing else."));
        } else if (request.getLength() > maxBody) {
            reading.refuse(Answer.tooLarge());
        } else {
            reading.start();
        }
        return true;
    }

    /** The source a request is sent to, if it is a webhook to one that exists. */
    private Optional<String> sourceOf(Request request) {
        String path = Request.getPathInContext(request);
        if (!isUpload(request) || !path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String name = path.substring(PREFIX.length());
        // The router takes a slash at the end for nothing, and so does this.
        return Optional.of(name.endsWith("/") ? name.substring(0, name.length() - 1) : name)
                .filter(webhooks::isSource);
    }

    private static boolean isUpload(Request request) {
        return request.getMethod().equals("POST") || request.getMethod().equals("PUT");
    }

    private static void write(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        answer.retryAfterHeader().ifPresent(wait -> response.getHeaders().put(HttpHeader.RETRY_AFTER, wait));
        response.write(true, ByteBuffer.wrap(answer.bytes()), callback);
    }

    private Callback lingering(Request request, Callback callback) {
        return new Lingering(callback, request, deadline, connections);
    }

    /** Other codings would reach us as they are, or be read in another way by a proxy before us; HTTP/1.0 has none. */
    private static boolean isFramingPlain(Request request) {
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0) {
            return !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        }
        List<String> codings = request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"));
    }

    /** One body on its way in. Jetty calls {@link #run} on one thread at a time. */
    private final class Reading implements Runnable {
        private final String source;
        private final Request request;
        private final Response response;
        private final Callback callback;
        private CollectedBody body = new CollectedBody();
        private long length;
        private volatile boolean late;
        private Optional<Scheduler.Task> alarm = Optional.empty();

        Reading(String source, Request request, Response response, Callback callback) {
            this.source = source;
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void start() {
            Request.addCompletionListener(request, failure -> inFlight.giveBack(source, length));
            run();
        }

        /** Only for a body that is not there at once, as most are. */
        private void setAlarm() {
            if (alarm.isEmpty()) {
                alarm = Optional.of(request.getComponents()
                        .getScheduler()
                        .schedule(this::expire, deadline.toMillis(), TimeUnit.MILLISECONDS));
            }
        }

        private void expire() {
            late = true;
            request.fail(new TimeoutException("The body did not arrive in time"));
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    setAlarm();
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
            alarm.ifPresent(Scheduler.Task::cancel);
            connections.enters(Stage.ANSWER, request);
            CompletableFuture<Void> unused =
                    webhooks.take(source, request, body.join()).thenAccept(this::write);
        }

        private void fail(Throwable failure) {
            alarm.ifPresent(Scheduler.Task::cancel);
            // The idle timeout of the connection is one way of being late.
            if (late || failure instanceof TimeoutException) {
                refuse(Answer.problem(408, "Request Timeout", "The body did not arrive in time."));
            } else {
                // Jetty would log the stack of each connection that breaks, and anybody can break as many as they like.
                callback.failed(failure instanceof QuietException ? failure : new EofException(failure));
                webhooks.refused(source, request, CUT_SHORT);
            }
        }

        void refuse(Answer answer) {
            alarm.ifPresent(Scheduler.Task::cancel);
            webhooks.refused(source, request, answer);
            // What there is of it makes room for others at once, however long the rest takes to come.
            inFlight.giveBack(source, length);
            length = 0;
            body = new CollectedBody();
            // The rest of the body is not looked at, so the connection cannot be used again.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            BodyGate.write(answer, response, late ? callback : lingering(request, callback));
        }

        private void write(Answer answer) {
            BodyGate.write(answer, response, callback);
        }
    }
}
