package io.siembridge.app;

import io.siembridge.app.cli.BridgeCommand;

/** Arguments to a command, a command to an exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Idle connections are given up before peers and the boxes between forget them; the platform keeps them 20
        // minutes.
        System.setProperty("jdk.httpclient.keepalive.timeout", "30");
        System.exit(BridgeCommand.execute(arguments));
    }
}
