package io.siembridge.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {
    /** As a write to a network drive that is gone. */
    @Test
    void leavesBehindWhatHangsWhenItCloses() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        Map<String, Runnable> workers = new LinkedHashMap<>();
        workers.put("hangs", () -> await().forever().until(() -> never.getCount() == 0));
        workers.put("closes", () -> closed.set(true));
        Workers.closeAll(workers, Duration.ofMillis(300));
        assertThat(closed).isTrue();
        never.countDown();
    }
}
