package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Problems;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.DestinationFactory;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.ProtocolPeer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** What holds for every destination over syslog on a stream. */
public abstract class SyslogContract extends DestinationContract {
    /** Everything short, so that tests are. */
    public static final Map<String, String> SHORT_TIMES =
            Map.of("confirm_after", "300ms", "connect_timeout", "1s", "write_timeout", "1s");

    protected abstract DestinationType type();

    /** Finds an event's uid in its message. */
    protected abstract Pattern uid();

    /** Settings beyond the address and the times. */
    protected abstract Map<String, ConfigNode> settings();

    @Override
    protected String beginning() {
        return "<";
    }

    @Override
    protected Destination createDestination(ProtocolPeer peer, DestinationContext context) {
        return create(type(), ((SyslogPeer) peer).address(), settings(), context);
    }

    /** A destination as a configuration file would make it. */
    public static Destination create(
            DestinationType type, String address, Map<String, ConfigNode> settings, DestinationContext context) {
        return create(type, address, SHORT_TIMES, settings, context);
    }

    /** A destination with times of its own. */
    public static Destination create(
            DestinationType type,
            String address,
            Map<String, String> times,
            Map<String, ConfigNode> settings,
            DestinationContext context) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        members.put("type", ConfigNode.text("type", 1, type.id()));
        members.put("address", ConfigNode.text("address", 1, address));
        times.forEach((key, time) -> members.put(key, ConfigNode.text(key, 1, time)));
        members.putAll(settings);
        Problems problems = new Problems();
        DestinationFactory factory = type.section().read(ConfigNode.section("destinations.siem", 1, members), problems);
        assertThat(problems.all()).isEmpty();
        return factory.create(context);
    }

    @Test
    @Override
    @Disabled("A syslog receiver never answers, so it cannot say that it is busy.")
    protected void honoursThePeersWait() {}

    @Test
    @Override
    @Disabled("A syslog receiver never answers, so it cannot refuse one event.")
    protected void buriesTheOneEventThatIsRefusedAndDeliversItsNeighboursOnce() {}
}
