package io.siembridge.app.destination.fluentd;

import io.siembridge.app.config.Secret;
import io.siembridge.app.demo.ForwardSession.Admission;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.ProtocolPeer;
import java.util.Map;
import javax.net.ServerSocketFactory;

/** With a receiver that asks for a shared key, a user and a password. */
final class FluentdDestinationTest extends FluentdContract {
    private static final String PASSWORD = CANARY + "-password";

    @Override
    protected ProtocolPeer createPeer() throws Exception {
        Admission admission = new Admission(new Secret(CANARY), Map.of("bridge", new Secret(PASSWORD)));
        return ForwardPeer.guarded(ServerSocketFactory.getDefault(), admission);
    }

    @Override
    protected Destination createDestination(ProtocolPeer peer, DestinationContext context) {
        int port = ((ForwardPeer) peer).port();
        return new FluentdDestination(TestConfigs.withKeyAndUser(CANARY, "bridge", PASSWORD, port), context);
    }
}
