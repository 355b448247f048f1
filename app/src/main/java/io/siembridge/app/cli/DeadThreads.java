package io.siembridge.app.cli;

import static net.logstash.logback.argument.StructuredArguments.value;

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

    private final IntConsumer halt;

    /** @param halt ends the process with an exit code */
    DeadThreads(IntConsumer halt) {
        this.halt = halt;
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
        } finally {
            if (fatal) {
                halt.accept(ExitCode.SOFTWARE);
            }
        }
    }
}
