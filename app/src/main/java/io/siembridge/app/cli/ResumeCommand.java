package io.siembridge.app.cli;

import picocli.CommandLine.Command;

/** Sends to a destination again. */
@Command(
        name = "resume",
        description = "Sends to a destination again, at once: one that was paused, or that waits before the next try.",
        mixinStandardHelpOptions = true)
final class ResumeCommand extends HoldCommand {
    ResumeCommand() {
        super("resume");
    }
}
