package io.siembridge.app.source;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Whether those who watch a listener's connections still do. An error there, such as no memory, ends the watching and Jetty
 * only logs it: the port stays open, connections are taken, and nobody is answered ever again.
 */
final class SelectorPulse {
    private final ServerConnector connector;
    private final Set<ManagedSelector> silent = ConcurrentHashMap.newKeySet();

    SelectorPulse(ServerConnector connector) {
        this.connector = connector;
    }

    /** Asks for a sign of life; returns whether all have given theirs since they were asked last. */
    boolean beats() {
        boolean beats = silent.isEmpty();
        for (ManagedSelector selector : connector.getSelectorManager().getBeans(ManagedSelector.class)) {
            if (silent.add(selector)) {
                selector.submit(awake -> silent.remove(selector));
            }
        }
        return beats;
    }
}
