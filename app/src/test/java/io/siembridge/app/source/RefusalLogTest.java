package io.siembridge.app.source;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
    private static final long SECOND = 1_000_000_000L;

    private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong();
    private final RefusalLog log = new RefusalLog(nanos::get);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARN);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private void refuse(String source, String reason) {
        log.refused("Webhook refused: {}", "because", source, "192.0.2.1", reason);
    }

    private List<String> unlogged() {
        return lines.list.stream()
                .map(line -> line.getArgumentArray()[4].toString())
                .toList();
    }

    @Test
    void aFloodIsALineNowAndThenThatSaysHowManyItStandsFor() {
        for (int i = 0; i < 10_000; i++) {
            refuse("snyk", "forbidden");
        }
        assertThat(lines.list).hasSize(RefusalLog.LINES_PER_SECOND);
        nanos.addAndGet(SECOND / 10);
        refuse("snyk", "forbidden");
        assertThat(unlogged()).last().isEqualTo("unlogged=" + (10_000 - RefusalLog.LINES_PER_SECOND));
    }

    @Test
    void aFloodOfWhatLooksLikeAReplayIsAsQuiet() {
        for (int i = 0; i < 1_000; i++) {
            log.suspicious("Seen before", "snyk", "webhook-" + i, "bytes_repeated");
        }
        assertThat(lines.list).hasSize(RefusalLog.LINES_PER_SECOND);
        nanos.addAndGet(SECOND);
        log.suspicious("Seen before", "snyk", "webhook-last", "bytes_repeated");
        assertThat(lines.list.get(lines.list.size() - 1).getArgumentArray())
                .extracting(Object::toString)
                .contains("webhook=webhook-last", "unlogged=" + (1_000 - RefusalLog.LINES_PER_SECOND));
    }

    /** When the disk is full there are many, and the log lies on the same disk. */
    @Test
    void aFloodThatCannotBeStoredIsAsQuiet() {
        for (int i = 0; i < 1_000; i++) {
            log.notTaken("snyk", "disk_reserve");
            log.notStored("snyk", new IllegalStateException("no room"));
        }
        assertThat(lines.list)
                .hasSize(2 * RefusalLog.LINES_PER_SECOND)
                .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.ERROR));
    }

    @Test
    void aFloodOfOneKindHidesNoOther() {
        for (int i = 0; i < 100; i++) {
            refuse("snyk", "forbidden");
        }
        refuse("snyk", "too_large");
        refuse("soda", "forbidden");
        assertThat(lines.list).hasSize(RefusalLog.LINES_PER_SECOND + 2);
        assertThat(unlogged()).last().isEqualTo("unlogged=0");
    }
}
