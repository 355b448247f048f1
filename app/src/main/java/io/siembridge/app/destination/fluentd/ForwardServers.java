package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.fluentd.ForwardServer.Session;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection in use, and the choice of the server it goes to: the first that works, those that failed lately last. A
 * connection is kept until it fails or was idle for long.
 */
final class ForwardServers {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardServers.class);

    static final Duration REST = Duration.ofSeconds(60);

    /** Firewalls forget quiet connections without telling either side. */
    static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

    private final String destination;
    private final List<ForwardServer> servers;
    private final InstantSource clock;
    private Optional<InUse> inUse = Optional.empty();
    private Optional<SocketChannel> channel = Optional.empty();
    private boolean closed;

    ForwardServers(String destination, List<ForwardServer> servers, InstantSource clock) {
        this.destination = destination;
        this.servers = List.copyOf(servers);
        this.clock = clock;
    }

    /**
     * The connection in use if it still lives, else a new one.
     *
     * @throws PeerFault when no server can be used; it pauses only if all of them would
     */
    ForwardConnection connected() throws PeerFault, InterruptedException {
        Optional<InUse> current = current();
        if (current.isPresent()) {
            if (isFit(current.get())) {
                return current.get().connection();
            }
            release();
        }
        List<PeerFault> faults = new ArrayList<>();
        for (ForwardServer server : inOrder()) {
            try {
                return connect(server);
            } catch (PeerFault fault) {
                stopIfInterrupted();
                rest(server, fault);
                faults.add(fault);
            }
        }
        throw faults.size() == 1 ? faults.get(0) : together(faults);
    }

    /** Notes that the receiver took a message, and lets go of a connection that is for one message only. */
    void tookMessage() {
        Optional<InUse> current = current();
        if (current.isPresent() && !current.get().keepAlive()) {
            release();
        } else {
            current.ifPresent(used -> use(Optional.of(used.at(clock.instant()))));
        }
    }

    /** Drops the connection after a fault; its server rests. */
    void failed(PeerFault fault) {
        Optional<InUse> current = current();
        use(Optional.empty());
        current.ifPresent(used -> {
            used.connection().abort();
            rest(used.server(), fault);
        });
    }

    /** Ends the connection in use without holding anything against its server. */
    void release() {
        Optional<InUse> current = current();
        use(Optional.empty());
        current.ifPresent(used -> used.connection().close());
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends whatever is going on, from any thread, and lets nothing new begin. */
    void close() {
        synchronized (this) {
            closed = true;
            if (inUse.isEmpty()) {
                channel.ifPresent(ForwardServers::closeQuietly);
            }
        }
        release();
    }

    private ForwardConnection connect(ForwardServer server) throws PeerFault {
        SocketChannel fresh = newChannel(server);
        try {
            Session session = server.connect(fresh);
            use(Optional.of(new InUse(server, session.connection(), session.keepAlive(), clock.instant())));
            if (isClosed()) {
                throw closing();
            }
            return session.connection();
        } catch (PeerFault fault) {
            closeQuietly(fresh);
            throw fault;
        }
    }

    private synchronized SocketChannel newChannel(ForwardServer server) throws PeerFault {
        if (closed) {
            throw closing();
        }
        try {
            SocketChannel fresh = SocketChannel.open();
            channel = Optional.of(fresh);
            return fresh;
        } catch (IOException e) {
            throw PeerFault.of(server.address(), e);
        }
    }

    private boolean isFit(InUse used) {
        return used.since().plus(LONGEST_IDLE).isAfter(clock.instant())
                && used.connection().isQuiet();
    }

    private List<ForwardServer> inOrder() {
        Instant now = clock.instant();
        List<ForwardServer> order = new ArrayList<>(servers);
        order.sort(Comparator.comparing(server -> server.restsAt(now) ? server.restsUntil() : Instant.MIN));
        return order;
    }

    private void rest(ForwardServer server, PeerFault fault) {
        server.restUntil(clock.instant().plus(REST));
        if (servers.size() > 1) {
            LOG.warn("{}: turning to the next server for a while: {}", destination, fault.getMessage());
        }
    }

    private static PeerFault closing() {
        return new PeerFault(Outcome.retry("the destination is being closed"));
    }

    private static PeerFault together(List<PeerFault> faults) {
        String reasons = faults.stream().map(PeerFault::getMessage).collect(Collectors.joining("; "));
        boolean paused = faults.stream().allMatch(fault -> fault.outcome().kind() == Outcome.Kind.PAUSED);
        return new PeerFault(paused ? Outcome.paused(reasons) : Outcome.retry(reasons));
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped while connecting");
        }
    }

    private synchronized Optional<InUse> current() {
        return inUse;
    }

    private synchronized void use(Optional<InUse> next) {
        inUse = next;
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is broken already; there is nothing left to save.
        }
    }

    /**
     * The connection in use.
     *
     * @param since when it was last of use
     */
    private record InUse(ForwardServer server, ForwardConnection connection, boolean keepAlive, Instant since) {
        InUse at(Instant moment) {
            return new InUse(server, connection, keepAlive, moment);
        }
    }
}
