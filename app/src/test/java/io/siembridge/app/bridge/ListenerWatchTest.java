package io.siembridge.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ListenerWatchTest {
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final List<Throwable> told = new ArrayList<>();
    private final ListenerWatch watch = new ListenerWatch(alive::get, told::add);

    @Test
    void endsTheBridgeOnceWhenTheListenerStaysSilent() {
        alive.set(false);
        watch.run();
        watch.run();
        assertThat(told).isEmpty();
        watch.run();
        watch.run();
        assertThat(told).singleElement().asString().contains("-Xmx", "server.max_in_flight");
    }

    @Test
    void forgivesAListenerThatIsMerelySlow() {
        for (int look = 0; look < 9; look++) {
            alive.set(look % 3 == 2);
            watch.run();
        }
        assertThat(told).isEmpty();
    }
}
