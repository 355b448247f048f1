package io.siembridge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DeadThreadsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(DeadThreads.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<Integer> halts = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.ERROR);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private void die(RuntimeException cause) throws InterruptedException {
        run(() -> {
            throw cause;
        });
    }

    private void die(Error cause) throws InterruptedException {
        run(() -> {
            throw cause;
        });
    }

    private void run(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work, "deliver-siem");
        thread.setUncaughtExceptionHandler(new DeadThreads(halts::add, standardError));
        thread.start();
        thread.join();
    }

    @Test
    void anErrorThatEndsAThreadEndsTheProgramAndSaysSo() throws Exception {
        die(new InternalError("a fault in the machine"));
        assertThat(halts).containsExactly(1);
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).startsWith("Thread deliver-siem died and the bridge ends with it");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("a fault in the machine");
        });
    }

    @Test
    void anExceptionIsToldAndTheRestGoesOn() throws Exception {
        die(new IllegalStateException("a bug"));
        assertThat(halts).isEmpty();
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo("Thread deliver-siem died of a fault in the bridge");
    }

    /** Without memory for a line of a log, the program still ends, and says so where no memory is needed. */
    @Test
    void endsEvenWhenNothingCanBeLogged() throws Exception {
        logger.addAppender(new ListAppender<>() {
            {
                start();
            }

            @Override
            public synchronized void doAppend(ILoggingEvent line) {
                throw new OutOfMemoryError("a line");
            }
        });
        try {
            die(new OutOfMemoryError("a batch"));
        } finally {
            logger.detachAndStopAllAppenders();
        }
        assertThat(halts).containsExactly(1);
        assertThat(standardError.toString(StandardCharsets.US_ASCII)).startsWith("The bridge ends: a thread died");
    }
}
