package io.siembridge.app.source;

import io.siembridge.app.source.ConnectionWatch.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads away what is left of a body after its answer. Many senders look for the answer when they have sent everything: were
 * the connection closed before (RFC 9112, 9.6), they would see a broken pipe and not the reason. Nothing is kept, and
 * it ends at the deadline for bodies.
 */
final class Lingering extends Callback.Nested implements Runnable {
    private final Request request;
    private final Duration deadline;
    private final ConnectionWatch connections;
    private Optional<Scheduler.Task> alarm = Optional.empty();

    Lingering(Callback callback, Request request, Duration deadline, ConnectionWatch connections) {
        super(callback);
        this.request = request;
        this.deadline = deadline;
        this.connections = connections;
    }

    @Override
    public void succeeded() {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            // Whoever asked first whether to send it has been told not to.
            super.succeeded();
        } else {
            run();
        }
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
            boolean over = chunk.isLast() || Content.Chunk.isFailure(chunk);
            chunk.release();
            if (over) {
                alarm.ifPresent(Scheduler.Task::cancel);
                super.succeeded();
                return;
            }
        }
    }

    private void setAlarm() {
        if (alarm.isEmpty()) {
            connections.enters(Stage.BODY, request);
            alarm = Optional.of(request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> request.fail(new TimeoutException("The rest of the body did not arrive in time")),
                            deadline.toMillis(),
                            TimeUnit.MILLISECONDS));
        }
    }
}
