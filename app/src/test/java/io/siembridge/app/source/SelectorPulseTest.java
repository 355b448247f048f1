package io.siembridge.app.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SelectorPulseTest {
    @Test
    void beatsWhileConnectionsAreWatchedAndStopsWhenNobodyDoes() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
        CountDownLatch over = new CountDownLatch(1);
        try {
            SelectorPulse pulse = new SelectorPulse(connector);
            assertThat(pulse.beats()).isTrue();
            await().until(pulse::beats);

            CountDownLatch held = new CountDownLatch(1);
            selector(connector).submit(selector -> {
                held.countDown();
                awaited(over);
            });
            assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
            pulse.beats();
            assertThat(pulse.beats()).isFalse();

            over.countDown();
            await().until(pulse::beats);
        } finally {
            over.countDown();
            server.stop();
        }
    }

    private static ManagedSelector selector(ServerConnector connector) {
        return connector
                .getSelectorManager()
                .getBeans(ManagedSelector.class)
                .iterator()
                .next();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
