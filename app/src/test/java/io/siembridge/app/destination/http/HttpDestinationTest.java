package io.siembridge.app.destination.http;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.ProtocolPeer;
import io.siembridge.app.destination.TestConfig;

class HttpDestinationTest extends DestinationContract {
    @Override
    protected ProtocolPeer createPeer() throws Exception {
        return new HttpCollectorPeer();
    }

    @Override
    protected Destination createDestination(ProtocolPeer peer, DestinationContext context) {
        return TestConfig.read(
                        new HttpType().section(),
                        "type: http",
                        "url: " + ((HttpCollectorPeer) peer).server().url("/ocsf"),
                        "bearer: " + CANARY,
                        "timeout: 1s")
                .create(context);
    }
}
