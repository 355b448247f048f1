package io.siembridge.app.destination.splunk;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.ProtocolPeer;

class AcknowledgedHecDestinationTest extends DestinationContract {
    @Override
    protected ProtocolPeer createPeer() throws Exception {
        return new HecPeer(CANARY, true);
    }

    @Override
    protected Destination createDestination(ProtocolPeer peer, DestinationContext context) {
        return HecDestinations.acknowledged(((HecPeer) peer).server().url(""), context, "timeout: 1s");
    }
}
