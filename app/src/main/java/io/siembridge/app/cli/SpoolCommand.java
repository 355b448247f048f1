package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.operator.Wording;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.app.spool.SpoolException;
import io.siembridge.app.spool.SqliteSpool;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The store. */
@Command(
        name = "spool",
        description = {
            "Checks or copies the store.",
            "Without --config this asks the running bridge; with --config it opens the store of a bridge that is stopped."
        },
        mixinStandardHelpOptions = true,
        subcommands = {SpoolCommand.CheckCommand.class, SpoolCommand.BackupCommand.class})
final class SpoolCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say check or backup.");
    }

    /** Whether it is sound. */
    @Command(
            name = "check",
            description = "Whether the store is sound and its books close; exit status 0 means yes.",
            mixinStandardHelpOptions = true)
    static final class CheckCommand extends OperatorCommand {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Override
        JsonNode ask() throws Exception {
            List<String> problems = config.isNamed() ? problemsOfStopped() : problemsOfRunning();
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            problems.forEach(answer.putArray("problems")::add);
            return answer;
        }

        @Override
        void print(JsonNode answer, PrintWriter out) {
            out.println(isGood(answer) ? "The store is sound." : "THE STORE IS NOT SOUND:");
            answer.path("problems").forEach(problem -> out.println("  " + problem.asText()));
        }

        @Override
        boolean isGood(JsonNode answer) {
            return answer.path("problems").isEmpty();
        }

        private List<String> problemsOfStopped() throws Exception {
            try (Spool spool = opened(config)) {
                return spool.check();
            }
        }

        private List<String> problemsOfRunning() throws Exception {
            List<String> problems = new ArrayList<>();
            client().get("/api/v1/spool").path("problems").forEach(problem -> problems.add(problem.asText()));
            return problems;
        }
    }

    /** Copies it. */
    @Command(
            name = "backup",
            description = "Writes a consistent copy to a new file, while the bridge goes on taking webhooks.",
            mixinStandardHelpOptions = true)
    static final class BackupCommand extends OperatorCommand {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(
                paramLabel = "FILE",
                description = "The new file. A running bridge writes it, so it is a path on the bridge's machine.")
        private Path file = Path.of("");

        @Override
        JsonNode ask() throws Exception {
            Path target = file.toAbsolutePath().normalize();
            ObjectNode named = JsonNodeFactory.instance.objectNode().put("file", target.toString());
            return config.isNamed() ? named.put("bytes", copy(target)) : client().post("/api/v1/spool/backup", named);
        }

        @Override
        void print(JsonNode answer, PrintWriter out) {
            out.println("Wrote " + answer.path("file").asText() + ", "
                    + Wording.bytes(answer.path("bytes").asLong()));
        }

        private long copy(Path target) throws Exception {
            try (Spool spool = opened(config)) {
                spool.backup(target);
                return target.toFile().length();
            } catch (SpoolException e) {
                throw new FailedException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private static Spool opened(ConfigOption config) throws Exception {
        Environment world = Environment.real();
        SpoolConfig store = config.read().spool();
        // To open it would make a new one, and that is sound.
        if (!Files.exists(store.file())) {
            throw new FailedException(
                    "There is no store " + store.file().toAbsolutePath()
                            + ". A relative spool.url begins at the working directory: call this where the bridge is started.",
                    null);
        }
        Spool spool = new SqliteSpool(store, world.clock(), world.spoolListener(), source -> Duration.ofHours(2));
        try {
            spool.open();
            return spool;
        } catch (SpoolException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
