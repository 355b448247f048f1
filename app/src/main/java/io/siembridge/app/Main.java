package io.siembridge.app;

import io.siembridge.app.cli.BridgeCommand;

/** Arguments to a command, a command to an exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(BridgeCommand.commandLine().execute(arguments));
    }
}
