package io.siembridge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class StopLimitTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    private final Logger logger = (Logger) LoggerFactory.getLogger(StopLimit.class);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch logIsRead = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Integer> halts = new CopyOnWriteArrayList<>();
    private final StopLimit stop = new StopLimit(LIMIT, code -> {
        halts.add(code);
        ended.countDown();
    });
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            awaitQuietly(logIsRead);
            lines.add(line.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        logger.setLevel(Level.ERROR);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logIsRead.countDown();
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void endsAProgramWhoseStopHangsAndSaysSo() {
        logIsRead.countDown();
        stop.run(() -> awaitQuietly(ended));
        assertThat(halts).containsExactly(1);
        assertThat(lines).singleElement().asString().startsWith("The bridge did not stop within 1 s and is ended");
    }

    @Test
    void endsItAlsoWhenNobodyReadsTheLog() {
        stop.run(() -> awaitQuietly(ended));
        assertThat(halts).containsExactly(1);
        assertThat(lines).isEmpty();
    }

    @Test
    void leavesAStopInTimeAlone() {
        logIsRead.countDown();
        stop.run(() -> {});
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("stop-limit")));
        assertThat(halts).isEmpty();
        assertThat(lines).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
