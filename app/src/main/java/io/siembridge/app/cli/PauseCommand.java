package io.siembridge.app.cli;

import picocli.CommandLine.Command;

/** Stops sending to a destination. */
@Command(
        name = "pause",
        description = "Stops sending to a destination, until it is resumed or the bridge restarts. What is due waits.",
        mixinStandardHelpOptions = true)
final class PauseCommand extends HoldCommand {
    PauseCommand() {
        super("pause");
    }
}
