package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.Outgoing;
import io.siembridge.app.destination.Shipment;
import io.siembridge.app.destination.syslog.ServerAddress.Transport;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events in some format, one per syslog message. */
public final class SyslogDestination implements Destination {
    private final SyslogConfig config;
    private final EventEncoder encoder;
    private final Link link;

    private SyslogDestination(SyslogConfig config, EventEncoder encoder, Link link) {
        this.config = config;
        this.encoder = encoder;
        this.link = link;
    }

    /** A destination that connects when it is first used. */
    public static SyslogDestination create(SyslogConfig config, EventEncoder encoder, DestinationContext context) {
        Link link = config.transport() == Transport.UDP
                ? new DatagramLink(config.servers().get(0))
                : new StreamLink(config, context.name() + "-syslog");
        return new SyslogDestination(config, encoder, link);
    }

    /** What stands before each message. */
    public static SyslogHeader header(SyslogConfig config, DestinationContext context) {
        return new SyslogHeader(
                config.header(), config.facility(), config.logSource(), context.hostName(), context.clock());
    }

    @Override
    public Shipment ready(List<OcsfEvent> events) {
        int limit = config.maxEvent() - config.framingOverhead();
        Outgoing outgoing = Outgoing.of(events, event -> encoder.encode(event, limit));
        return outcomes -> send(outgoing, outcomes);
    }

    private void send(Outgoing events, Outcomes outcomes) throws InterruptedException {
        List<Message> messages = new ArrayList<>(events.size());
        for (int index = 0; index < events.size(); index++) {
            Optional<byte[]> message = events.bytes(index);
            if (message.isPresent()) {
                messages.add(new Message(index, message.get()));
            } else {
                outcomes.report(index, oversize());
            }
        }
        link.send(messages, outcomes);
    }

    @Override
    public Optional<String> encoded(OcsfEvent event) {
        return encoder.encode(event, config.maxEvent() - config.framingOverhead())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public Probe probe() throws InterruptedException {
        return link.probe();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return config.toString();
    }

    private Outcome oversize() {
        return Outcome.rejected("oversize: what every message must carry does not fit into " + config.maxEvent()
                + " bytes; raise max_event and replay");
    }
}
