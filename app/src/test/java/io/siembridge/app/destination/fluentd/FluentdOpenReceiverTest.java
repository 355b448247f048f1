package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.ProtocolPeer;

/** With a receiver that lets everybody in; one that refuses us is one that wants a shared key after all. */
final class FluentdOpenReceiverTest extends FluentdContract {
    @Override
    protected ProtocolPeer createPeer() throws Exception {
        return ForwardPeer.open();
    }

    @Override
    protected Destination createDestination(ProtocolPeer peer, DestinationContext context) {
        return new FluentdDestination(TestConfigs.open(((ForwardPeer) peer).port()), context);
    }
}
