package io.siembridge.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends to a destination again. */
@Command(
        name = "resume",
        description = "Sends to a destination again, at once: one that was paused, or that waits before the next try.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Mixin
    private OperatorOptions operator = new OperatorOptions();

    @Parameters(paramLabel = "DESTINATION", arity = "1..*", description = "Their names.")
    private List<String> destinations = List.of();

    @Override
    public Integer call() throws Exception {
        return PauseCommand.hold(operator, "resume", destinations);
    }
}
