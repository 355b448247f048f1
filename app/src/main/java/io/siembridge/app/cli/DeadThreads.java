package io.siembridge.app.cli;

import static net.logstash.logback.argument.StructuredArguments.value;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/**
 * Hears of threads that die. A bridge that lost one to an error of the machine would look well and do half its work, so
 * it ends at once, without tidying: what was acknowledged is on the disk, and whatever watches over the process starts
 * it anew.
 */
final class DeadThreads implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeadThreads.class);

    /** Made before they are needed: when a log line cannot be written there is no memory for other words either. */
    private static final byte[] LAST_WORDS =
            "The bridge ends: a thread died, and not even a line of the log could be written, for want of memory perhaps;"
                    .concat(" nothing acknowledged is lost, start it again\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final IntConsumer halt;
    private final OutputStream standardError;

    /** @param halt ends the process with an exit code */
    DeadThreads(IntConsumer halt) {
        this(halt, new FileOutputStream(FileDescriptor.err));
    }

    DeadThreads(IntConsumer halt, OutputStream standardError) {
        this.halt = halt;
        this.standardError = standardError;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        boolean fatal = cause instanceof Error;
        try {
            LOG.error(
                    fatal
                            ? "Thread {} died and the bridge ends with it; nothing acknowledged is lost, start it again"
                            : "Thread {} died of a fault in the bridge",
                    value("thread", thread.getName()),
                    cause);
        } catch (RuntimeException | Error unlogged) {
            sayLastWords();
        } finally {
            if (fatal) {
                halt.accept(ExitCode.SOFTWARE);
            }
        }
    }

    private void sayLastWords() {
        try {
            standardError.write(LAST_WORDS);
        } catch (IOException nobodyListens) {
            // Then the exit status is all there is to say.
        }
    }
}
