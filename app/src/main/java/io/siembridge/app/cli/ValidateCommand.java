package io.siembridge.app.cli;

import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.DestinationConfig;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.LockHolder;
import io.siembridge.app.source.ServerConfig;
import io.siembridge.app.tls.TlsConfigurationException;
import io.siembridge.app.tls.TlsContexts;
import java.io.PrintWriter;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a configuration and, if asked, whether each destination would accept an event now. */
@Command(
        name = "validate",
        description = "Checks the configuration file and shows every fault at once.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--probe", description = "Also try each destination, without sending an event.")
    private boolean probe;

    @Option(names = "--schema", description = "Print the JSON Schema of the file, for editors, and do nothing else.")
    private boolean schema;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            out.println(BridgeConfig.jsonSchema().toPrettyString());
            return 0;
        }
        List<String> notes = new ArrayList<>();
        BridgeConfig read = config.read(notes::add);
        out.println(config.path() + " is valid: " + read.sources().size() + " sources, "
                + read.destinations().size() + " destinations");
        notes.forEach(note -> out.println("  note: " + note));
        read.warnings().forEach(warning -> out.println("  note: " + warning));
        Optional<String> unusable = unusableTls(read.server());
        unusable.ifPresent(fault -> out.println("  note: server.tls: " + fault + "; serve would not start here"));
        return probe && (probeAll(read, out) == 1 || unusable.isPresent()) ? 1 : 0;
    }

    /** No fault of the file: it may be for another machine, or the certificate is yet to come. */
    private static Optional<String> unusableTls(ServerConfig server) {
        try {
            if (server.tls().isPresent()) {
                KeyStore unused = TlsContexts.keyStore(
                        server.tls().get().certificate(), server.tls().get().key());
            }
            return Optional.empty();
        } catch (TlsConfigurationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static int probeAll(BridgeConfig read, PrintWriter out) throws InterruptedException {
        OptionalLong running = LockHolder.of(read.spool().lockFile());
        boolean good = true;
        for (DestinationConfig each : read.destinations().values()) {
            out.printf("  %-20s ", each.name());
            out.flush();
            Destination.Probe result = probe(each);
            boolean ours = running.isPresent() && result.usedBy().equals(running);
            out.println(
                    ours
                            ? inUse(running.getAsLong())
                            : (result.accepts() ? "accepts: " : "REFUSES: ") + result.reason());
            out.flush();
            good &= result.accepts() || ours;
        }
        return good ? 0 : 1;
    }

    /** Who has the spool of this configuration is its bridge. */
    private static String inUse(long process) {
        return "in use by the running bridge, process " + process
                + ", which can tell whether it accepts: siem-bridge status";
    }

    private static Destination.Probe probe(DestinationConfig each) throws InterruptedException {
        Environment world = Environment.real();
        DestinationContext context =
                new DestinationContext(each.name(), world.hostName(), world.version(), world.clock(), world.random());
        try (Destination destination = each.factory().create(context)) {
            return destination.probe();
        }
    }
}
