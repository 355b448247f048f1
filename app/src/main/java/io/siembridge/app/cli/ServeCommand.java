package io.siembridge.app.cli;

import ch.qos.logback.classic.Level;
import io.siembridge.app.bridge.Bridge;
import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.listener.ListenException;
import io.siembridge.app.operator.Reload;
import io.siembridge.app.spool.SpoolException;
import io.siembridge.app.telemetry.LogSetup;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the bridge until it is told to stop. */
@Command(name = "serve", description = "Runs the bridge.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    /** Longer than requests in flight (10 s) and then destinations (14 s) may take. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--log",
            paramLabel = "FORMAT",
            description = "Log format: json, text, or auto for text on a terminal. Default: ${DEFAULT-VALUE}.")
    private LogSetup.Format format = LogSetup.Format.AUTO;

    @Option(names = "--verbose", description = "Log every webhook and delivery.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        LogSetup.configure(format, verbose ? Level.DEBUG : Level.INFO);
        Thread.setDefaultUncaughtExceptionHandler(
                new DeadThreads(code -> Runtime.getRuntime().halt(code)));
        BridgeConfig read = config.read(note -> LOG.warn("{}", note));
        Bridge bridge = new Bridge(read, Environment.real(), config::read);
        CompletableFuture<Integer> exitStatus = new CompletableFuture<>();
        StopLimit limit =
                new StopLimit(LONGEST_STOP, code -> Runtime.getRuntime().halt(code));
        Thread stop = new Thread(() -> limit.run(bridge::close), "stop");
        if (!Signals.handle("HUP", () -> reload(bridge))) {
            LOG.info(
                    "SIGHUP does not reload here: it is ignored, as under nohup, or unknown. There is siem-bridge reload");
        }
        try {
            bridge.start();
        } catch (SpoolException | ListenException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
        Runtime.getRuntime().addShutdownHook(stop);
        // To be told to stop is no failure; by itself the JVM would end with 143.
        Signals.handle("TERM", () -> exitStatus.complete(0));
        // The end of the program then closes the bridge, and whoever watches over it starts it again.
        CompletableFuture<Boolean> unused = bridge.brokenDown().thenApply(cause -> exitStatus.complete(1));
        return exitStatus.get();
    }

    private static void reload(Bridge bridge) {
        LOG.info("Told by a signal to read the configuration again");
        try {
            Reload unused = bridge.reload();
        } catch (ConfigException faulty) {
            LOG.debug("The bridge has logged every fault", faulty);
        }
    }
}
