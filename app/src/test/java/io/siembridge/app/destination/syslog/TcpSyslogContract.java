package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.ProtocolPeer;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Syslog over plain TCP. */
public abstract class TcpSyslogContract extends SyslogContract {
    @Override
    protected ProtocolPeer createPeer() throws IOException {
        return new SyslogPeer(Optional.empty(), uid());
    }

    @Override
    protected Map<String, ConfigNode> settings() {
        return Map.of();
    }

    @Test
    @Override
    @Disabled("Plain syslog has no credentials; over TLS a client certificate is one.")
    protected void pausesAndBuriesNothingWhenItsCredentialsAreRefused() {}

    /** A receiver that does not read looks like any other until the buffers between are full, so these are filled. */
    @Test
    @Override
    protected void givesUpOnAPeerThatStalls() throws Exception {
        peer.start();
        peer.behave(Behaviour.STALL);
        List<OcsfEvent> manyLongOnes = IntStream.range(0, 1000)
                .mapToObj(number -> TestEvents.event(number, "x".repeat(3500)))
                .toList();
        assertThat(kinds(send(manyLongOnes))).containsOnly(Kind.RETRY);
    }
}
