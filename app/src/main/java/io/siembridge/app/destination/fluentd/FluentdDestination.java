package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outgoing;
import io.siembridge.app.destination.Shipment;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends events by the forward protocol, version 1, in packed messages of one tag each, one message in flight, and counts
 * a message as delivered when the receiver has acknowledged it by its chunk id.
 */
final class FluentdDestination implements Destination {
    /** How long a probe listens for a receiver that wants a shared key; one that wants none says nothing. */
    private static final Duration LISTENING = Duration.ofSeconds(1);

    private final FluentdConfig config;
    private final Tags tags;
    private final ForwardServers servers;
    private final Strikes strikes = new Strikes();

    FluentdDestination(FluentdConfig config, DestinationContext context) {
        this.config = config;
        this.tags = new Tags(config.tag());
        // The receiver may run on this machine, and the two sides of a handshake must not have the same name.
        String clientHostName = "siem-bridge." + context.hostName();
        this.servers = new ForwardServers(
                context.name(),
                config.servers().stream()
                        .map(address -> new ForwardServer(address, config, clientHostName, context.random()))
                        .toList(),
                context.clock());
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        Outgoing outgoing = Outgoing.of(events, event -> Optional.of(EntryEncoder.encode(event)));
        List<String> tagsOfEvents = events.stream().map(tags::of).toList();
        return outcomes -> send(new Batch(outgoing, tagsOfEvents, outcomes));
    }

    private void send(Batch batch) throws InterruptedException {
        try {
            for (Map.Entry<Lane, List<Integer>> lane : lanes(batch)) {
                sendLane(lane.getKey(), lane.getValue(), batch);
            }
        } catch (PeerFault fault) {
            batch.reportRest(fault.outcome());
        } catch (InterruptedException stopped) {
            batch.reportRest(Outcome.retry("the bridge is stopping"));
            throw stopped;
        }
    }

    @Override
    public Probe probe() throws InterruptedException {
        try {
            ForwardConnection connection = servers.connected();
            if (config.sharedKey().isPresent()) {
                return new Probe(true, connection.address() + " accepted our shared key");
            }
            return probeWithoutKey(connection);
        } catch (PeerFault fault) {
            return new Probe(false, fault.outcome().reason());
        }
    }

    @Override
    public void close() {
        servers.close();
    }

    private Probe probeWithoutKey(ForwardConnection connection) throws PeerFault, InterruptedException {
        try {
            connection.expectNoHello(LISTENING);
            return new Probe(true, connection.address() + " takes connections and asks for no shared key");
        } catch (IOException failure) {
            throw failed(connection, failure);
        }
    }

    /**
     * Parts a batch by tag, in order within each. Events under suspicion travel apart from the others and after them, so
     * that one that is never acknowledged holds up nothing but its like.
     */
    private List<Map.Entry<Lane, List<Integer>>> lanes(Batch batch) {
        Map<Lane, List<Integer>> lanes = new LinkedHashMap<>();
        for (int index = 0; index < batch.size(); index++) {
            String uid = batch.uid(index);
            Lane lane = new Lane(batch.tag(index), strikes.suspicion(uid), strikes.mostTogether(uid));
            lanes.computeIfAbsent(lane, fresh -> new ArrayList<>()).add(index);
        }
        List<Map.Entry<Lane, List<Integer>>> ordered = new ArrayList<>(lanes.entrySet());
        ordered.sort(Comparator.comparingInt(entry -> entry.getKey().suspicion()));
        return ordered;
    }

    private void sendLane(Lane lane, List<Integer> indexes, Batch batch) throws PeerFault, InterruptedException {
        int room = config.maxFrame() - Chunk.LARGEST_ENVELOPE;
        Chunk chunk = new Chunk(lane.tag());
        for (int index : indexes) {
            byte[] entry = batch.entry(index);
            int limit = Math.min(config.maxEvent(), room);
            if (entry.length > limit) {
                batch.report(index, tooLarge(entry.length, limit));
                continue;
            }
            if (chunk.count() == lane.mostTogether() || chunk.byteCount() + entry.length > room) {
                deliver(chunk, batch);
                chunk = new Chunk(lane.tag());
            }
            chunk.add(index, batch.uid(index), entry);
        }
        if (chunk.count() > 0) {
            deliver(chunk, batch);
        }
    }

    private void deliver(Chunk chunk, Batch batch) throws PeerFault, InterruptedException {
        ForwardConnection connection = servers.connected();
        try {
            connection.deliver(chunk.message(config.compression()), chunk.id(), config.ackTimeout());
        } catch (IOException failure) {
            PeerFault fault = failed(connection, failure);
            boolean receiversDoing = fault.outcome().kind() == Outcome.Kind.RETRY && !servers.isClosed();
            if (receiversDoing && strikes.unacknowledged(chunk.uids())) {
                batch.report(chunk.indexes().get(0), neverAcknowledged(fault));
            }
            throw fault;
        }
        strikes.acknowledged(chunk.uids());
        servers.tookMessage();
        chunk.indexes().forEach(index -> batch.report(index, Outcome.accepted()));
    }

    private PeerFault failed(ForwardConnection connection, IOException failure) throws InterruptedException {
        PeerFault fault = PeerFault.ofAnswer(connection.address(), failure);
        if (Thread.interrupted()) {
            servers.release();
            throw new InterruptedException("stopped while sending");
        }
        servers.failed(fault);
        return fault;
    }

    private static Outcome tooLarge(int size, int limit) {
        return Outcome.rejected("the event has " + size + " bytes as MessagePack and the destination takes " + limit
                + ": raise max_event and max_frame if the receiver takes more");
    }

    private static Outcome neverAcknowledged(PeerFault fault) {
        return Outcome.rejected(
                "no_ack: the receiver acknowledged other events, but not this one when it was sent alone "
                        + Strikes.TOLERATED + " times; last: " + fault.getMessage());
    }

    /** Events that may share a message. */
    private record Lane(String tag, int suspicion, int mostTogether) {}
}
