package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.source.WebhookServer;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolHealth;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.WebhookNormalizer;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Vendor;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The parts of the running bridge that the operator side shows and moves.
 *
 * @param setup what follows from the configuration; asked for each time, because a reload changes it
 * @param concerns what the bridge has noticed and an operator should look at, as of now
 * @param reload reads the configuration file again
 */
public record OperatedBridge(
        Spool spool,
        Supplier<Setup> setup,
        Supplier<List<String>> concerns,
        Reload.Action reload,
        WebhookNormalizer normalizer,
        List<Vendor> vendors,
        WebhookServer server,
        BridgeMetrics metrics,
        String version,
        InstantSource clock) {
    public OperatedBridge {
        vendors = List.copyOf(vendors);
    }

    Map<String, SourceConfig> sources() {
        return setup.get().sources();
    }

    Map<String, List<String>> destinations() {
        return setup.get().destinations();
    }

    Map<String, DeliveryWorker> workers() {
        return setup.get().workers();
    }

    /** Those that are configured, and those that were once and are owed something. */
    List<String> destinationNames() {
        Set<String> names = new LinkedHashSet<>(workers().keySet());
        spool.tallies().forEach((name, tally) -> {
            if (tally.waiting() + tally.dead() > 0) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }

    boolean forwards(OcsfEvent event) {
        return setup.get().forwarded().test(event);
    }

    JsonNode configuration() {
        return setup.get().configuration();
    }

    /** Why webhooks are not taken at the moment; empty if they are. */
    Optional<String> notTaking() {
        SpoolHealth health = spool.health();
        if (!server.isListening()) {
            return Optional.of("nothing listens for webhooks: the bridge is starting or stopping");
        }
        return health.accepts() ? Optional.empty() : Optional.of(health.reason());
    }

    /** What an operator should be told, first what is not as usual now. */
    List<String> warnings() {
        return Stream.of(
                        concerns.get(),
                        owedToNobody(spool, workers().keySet()),
                        setup.get().warnings())
                .flatMap(List::stream)
                .toList();
    }

    /** A line for each destination that is owed something and configured no more; a name that was mistyped ends here. */
    public static List<String> owedToNobody(Spool spool, Set<String> configured) {
        return spool.tallies().entrySet().stream()
                .filter(owed ->
                        !configured.contains(owed.getKey()) && owed.getValue().waiting() > 0)
                .map(owed -> "Destination " + owed.getKey() + " is not in the configuration any more, and "
                        + owed.getValue().waiting()
                        + " webhooks wait for it in the spool; to give them up: siem-bridge discard " + owed.getKey())
                .toList();
    }
}
