package io.siembridge.app;

import io.siembridge.app.cli.BridgeCommand;
import java.util.Optional;

/** Arguments to a command, a command to an exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Idle connections are given up before peers and the boxes between forget them; the platform keeps them 20
        // minutes.
        System.setProperty("jdk.httpclient.keepalive.timeout", "30");
        // How many references fit into a line of the cache; to learn it Jetty would start the platform's management.
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        StandardOutput output = StandardOutput.install();
        int status = BridgeCommand.execute(arguments);
        System.out.flush();
        Optional<String> lost = output.lost();
        if (lost.isPresent()) {
            System.err.println("Not all of the output could be written: " + lost.get());
        }
        System.exit(status == 0 && lost.isPresent() ? 1 : status);
    }
}
