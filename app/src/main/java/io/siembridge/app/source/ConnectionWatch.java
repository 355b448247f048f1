package io.siembridge.app.source;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.siembridge.app.telemetry.BridgeMetrics;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections that only take up room. Jetty's idle timeout starts anew with every byte, so a sender that trickles its
 * headers could stay for days: here the whole of a request's headers, and the handshake of a new connection, have one
 * deadline. And when the connections run short, those that have waited longest for their sender go first, so that there
 * is always room for one that knows what it wants.
 */
final class ConnectionWatch extends AbstractLifeCycle implements Connection.Listener, Runnable {
    private static final long LOOK_MILLIS = 250;

    /** A sender that has had this long and is not through may be cut off in a crowd. */
    private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Scheduler scheduler;
    private final long headerNanos;
    private final int crowd;
    private final BridgeMetrics metrics;
    private final Map<EndPoint, Watched> connections = new ConcurrentHashMap<>();

    /** @param maxConnections the most there can be; a crowd begins at three quarters of them */
    ConnectionWatch(Scheduler scheduler, Duration headerDeadline, int maxConnections, BridgeMetrics metrics) {
        this.scheduler = scheduler;
        this.headerNanos = headerDeadline.toNanos();
        this.crowd = Math.max(1, maxConnections * 3 / 4);
        this.metrics = metrics;
    }

    /** What a connection is about. */
    enum Stage {
        /** Waiting for a request, or for the rest of its headers. */
        HEADERS,
        /** Waiting for the rest of a body, which has a deadline of its own. */
        BODY,
        /** Ours to answer. */
        ANSWER
    }

    private record Watched(Stage stage, long since) {}

    @Override
    protected void doStart() {
        scheduler.schedule(this, LOOK_MILLIS, MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(transport(connection.getEndPoint()), new Watched(Stage.HEADERS, System.nanoTime()));
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(transport(connection.getEndPoint()));
    }

    /** Says what the connection of a request is about from now on. */
    void enters(Stage stage, Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        connections.computeIfPresent(transport(endPoint), (any, before) -> new Watched(stage, System.nanoTime()));
    }

    int open() {
        return connections.size();
    }

    @Override
    public void run() {
        if (!isRunning()) {
            return;
        }
        long now = System.nanoTime();
        connections.forEach((endPoint, watched) -> {
            if (watched.stage() == Stage.HEADERS && now - watched.since() > headerNanos) {
                cut(endPoint, "slow");
            }
        });
        int tooMany = connections.size() - crowd;
        if (tooMany > 0) {
            longestWaiting(now, tooMany).forEach(endPoint -> cut(endPoint, "crowd"));
        }
        scheduler.schedule(this, LOOK_MILLIS, MILLISECONDS);
    }

    private List<EndPoint> longestWaiting(long now, int count) {
        return connections.entrySet().stream()
                .filter(entry -> entry.getValue().stage() != Stage.ANSWER)
                .filter(entry -> now - entry.getValue().since() > GRACE_NANOS)
                .sorted(Comparator.comparingLong(entry -> entry.getValue().since() - now))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void cut(EndPoint endPoint, String reason) {
        connections.remove(endPoint);
        metrics.connectionCut(reason);
        endPoint.close();
    }

    /** The socket itself, also below TLS. */
    private static EndPoint transport(EndPoint endPoint) {
        EndPoint found = endPoint;
        while (found instanceof EndPoint.Wrapper wrapper) {
            found = wrapper.unwrap();
        }
        return found;
    }
}
