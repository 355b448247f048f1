package io.siembridge.app.destination.splunk;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.ProtocolPeer;
import io.siembridge.app.destination.TestConfig;

class SplunkHecDestinationTest extends DestinationContract {
    @Override
    protected ProtocolPeer createPeer() throws Exception {
        return new HecPeer(CANARY, false);
    }

    @Override
    protected String beginning() {
        return "{\"time\":";
    }

    @Override
    protected Destination createDestination(ProtocolPeer peer, DestinationContext context) {
        return TestConfig.read(
                        new SplunkHecType().section(),
                        "type: splunk-hec",
                        "url: " + ((HecPeer) peer).server().url(""),
                        "token: " + CANARY,
                        "timeout: 1s")
                .create(context);
    }
}
