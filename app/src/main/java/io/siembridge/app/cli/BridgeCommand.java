package io.siembridge.app.cli;

import ch.qos.logback.classic.Level;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.telemetry.LogSetup;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;

/** The program's commands. Exit codes: 0 done, 1 what was asked failed, 2 wrong usage or configuration. */
@Command(
        name = "siem-bridge",
        description = {
            "Receives security webhooks, proves them authentic, keeps them safe and delivers them to SIEMs as OCSF events.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = BridgeCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Try it with nothing configured: siem-bridge demo"})
public final class BridgeCommand {
    /** In the order in which help lists them. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ServeCommand.class,
            ValidateCommand.class,
            ReloadCommand.class,
            NormalizeCommand.class,
            SamplesCommand.class,
            SendCommand.class,
            StatusCommand.class,
            WebhooksCommand.class,
            TailCommand.class,
            DeadLettersCommand.class,
            ReplayCommand.class,
            DiscardCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            LedgerCommand.class,
            AuditCommand.class,
            SpoolCommand.class,
            HealthCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class);

    /** Executes the command that the arguments name, and returns the exit code. */
    public static int execute(String... arguments) {
        LogSetup.configure(LogSetup.Format.AUTO, Level.WARN);
        return commandLine(arguments).execute(arguments);
    }

    /**
     * The command line for these arguments. Reading the annotations of every command would be a sixth of a start, so
     * when one is named it stands alone; otherwise, as for help and for words that are mistyped, all are there.
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new BridgeCommand());
        COMMANDS.stream()
                .filter(command -> isNamed(command, arguments))
                .findFirst()
                .map(List::<Class<?>>of)
                .orElse(COMMANDS)
                .forEach(commandLine::addSubcommand);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionStrategy(BridgeCommand::run);
        commandLine.setExecutionExceptionHandler(BridgeCommand::explain);
        commandLine.setParameterExceptionHandler(BridgeCommand::explainUsage);
        return commandLine;
    }

    private static boolean isNamed(Class<?> command, String[] arguments) {
        boolean needsAll = command == CompletionCommand.class || command == CommandLine.HelpCommand.class;
        return !needsAll
                && arguments.length > 0
                && command.getAnnotation(Command.class).name().equals(arguments[0]);
    }

    /** Only the last command runs, so an option that was given to one before it would be lost without a word. */
    private static int run(CommandLine.ParseResult parsed) {
        for (CommandLine.ParseResult at = parsed; at.hasSubcommand(); at = at.subcommand()) {
            String next = at.subcommand().commandSpec().name();
            if (!at.matchedOptions().isEmpty() && !at.isUsageHelpRequested() && !at.isVersionHelpRequested()) {
                throw new CommandLine.ParameterException(
                        at.subcommand().commandSpec().commandLine(),
                        "Write " + at.matchedOptions().get(0).longestName() + " after " + next);
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** A fault that an operator can do something about is one message, not a stack trace. */
    private static int explain(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof ConfigException || failure instanceof UsageException) {
            commandLine.getErr().println(failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof FailedException) {
            commandLine.getErr().println(failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        throw failure;
    }

    /** The message alone: below it a page of usage would push it off the screen. */
    private static int explainUsage(CommandLine.ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        if (arguments.length == 0) {
            command.usage(command.getErr());
            return ExitCode.USAGE;
        }
        command.getErr().println(failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        String commands = String.join(", ", command.getSubcommands().keySet());
        command.getErr()
                .println("See " + command.getCommandSpec().qualifiedName() + " --help"
                        + (commands.isEmpty() ? "" : "; its commands are " + commands));
        return ExitCode.USAGE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"siem-bridge " + Environment.programVersion()};
        }
    }
}
