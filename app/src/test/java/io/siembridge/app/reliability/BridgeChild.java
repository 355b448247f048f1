package io.siembridge.app.reliability;

import ch.qos.logback.classic.Level;
import io.siembridge.app.bridge.Bridge;
import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.telemetry.LogSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A bridge in a process of its own that can be killed. Arguments: configuration file, point to halt at, at which pass,
 * whether to tidy.
 */
final class BridgeChild {
    private BridgeChild() {}

    public static void main(String[] arguments) throws Exception {
        LogSetup.configure(LogSetup.Format.TEXT, Level.INFO);
        Path file = Path.of(arguments[0]);
        Halt halt = new Halt(Halt.Point.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
        BridgeConfig config = new ConfigReader(name -> Optional.empty())
                .read(Files.readString(file), file.toAbsolutePath().getParent(), BridgeConfig.SECTION);
        Bridge bridge = new Bridge(config, Environment.real().with(halt));
        bridge.start();
        Runtime.getRuntime().addShutdownHook(new Thread(bridge::close, "stop"));
        dieWithParent();
        System.out.println("READY " + bridge.port() + " " + bridge.adminPort());
        while (Boolean.parseBoolean(arguments[3])) {
            bridge.spool().tidy();
        }
        Thread.currentThread().join();
    }

    /** The parent holds the other end of standard input; it closes when the parent is gone. */
    private static void dieWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is ever written.
                        }
                    } catch (IOException gone) {
                        // As good as its end.
                    }
                    Runtime.getRuntime().halt(1);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
