package io.siembridge.app.faults;

import java.nio.file.Path;
import java.util.Optional;

/** Two destinations of a protocol: one whose way to its peer can be spoilt, and one that is always well. */
record Pair(Protocol protocol, Protocol.Peer sickPeer, FaultProxy proxy, Protocol.Peer wellPeer, String tlsKeys)
        implements AutoCloseable {
    static Pair of(Protocol protocol, Optional<Path> authority) throws Exception {
        Protocol.Peer sick = protocol.peer();
        String keys = authority.map(ca -> ", tls: {ca: \"" + ca + "\"}").orElse("");
        return new Pair(protocol, sick, new FaultProxy(sick.port()), protocol.peer(), keys);
    }

    String sick() {
        return "sick-" + protocol.type();
    }

    String well() {
        return "well-" + protocol.type();
    }

    /** Both, as lines of the configuration's section. */
    String lines() {
        return line(sick(), protocol.keys(proxy.port(), !tlsKeys.isEmpty()) + tlsKeys)
                // At once, so that what it has can be counted while the fault lasts.
                + line(
                        well(),
                        protocol.keys(wellPeer.port(), false).replace("confirm_after: 5s", "confirm_after: 200ms"));
    }

    private String line(String name, String keys) {
        return "  " + name + ": {type: " + protocol.type() + ", " + keys + "}\n";
    }

    @Override
    public void close() {
        proxy.close();
        sickPeer.peer().close();
        wellPeer.peer().close();
    }
}
