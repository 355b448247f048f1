package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.Bridge;
import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.spool.SpoolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A spool that goes through many bridges, with the same senders and peers, and is judged at the end. */
final class Campaign implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofMinutes(2);
    static final Duration STOP = Duration.ofSeconds(15);

    final Ledger ledger = new Ledger();
    final Traffic traffic = new Traffic();
    final Senders senders = new Senders(traffic, ledger, 8);
    final Peers peers;
    final Path folder;
    private final Path desk;
    private boolean retention;
    private String serverKeys = "";

    /**
     * Begins one.
     *
     * @param folder for spool and archive
     */
    Campaign(Path folder) throws IOException {
        this(folder, folder, folder);
    }

    /**
     * Begins one.
     *
     * @param archive folder of the archive
     * @param desk folder of the configuration and of what the bridges log
     */
    Campaign(Path folder, Path archive, Path desk) throws IOException {
        this.folder = folder;
        this.desk = desk;
        this.peers = Peers.start(archive.resolve("out.ndjson"));
    }

    /** Gives the bridges to come further keys of the server section. */
    void server(String keys) {
        serverKeys = keys;
    }

    /** The configuration file of the next bridge. */
    Path config(String... spoolKeys) throws IOException {
        String keys = String.join("", spoolKeys);
        retention |= keys.contains("keep_delivered");
        String reserve = keys.contains("min_free_disk") ? "" : ", min_free_disk: 1MiB";
        String yaml = RunningBridge.yaml(folder, serverKeys, "", peers.destinations())
                .replace(", min_free_disk: 1MiB", reserve + keys);
        return Files.writeString(desk.resolve("bridge.yaml"), yaml);
    }

    /** A bridge in this process, for faults that need a hand inside. */
    Local local(Environment environment, String... spoolKeys) throws Exception {
        BridgeConfig config = new ConfigReader(name -> Optional.empty())
                .read(Files.readString(config(spoolKeys)), folder, BridgeConfig.SECTION);
        Bridge bridge = new Bridge(config, environment);
        bridge.start();
        return new Local(bridge, new ChildProcess.Ports(bridge.port(), bridge.adminPort()));
    }

    /** A bridge and where it listens. */
    record Local(Bridge bridge, ChildProcess.Ports ports) implements AutoCloseable {
        @Override
        public void close() {
            bridge.close();
        }
    }

    /**
     * Starts a bridge that stays, proves that it takes and delivers a fresh webhook and all the rest, stops it, and
     * judges.
     */
    Judge.Verdict end() throws Exception {
        Metrics last;
        try (ChildProcess bridge = ChildProcess.start(config())) {
            ChildProcess.Ports ports = bridge.started();
            String receipt = senders.send(ports, traffic.next()).orElseThrow();
            last = drained(ports);
            assertThat(last.of("deliveries_owed", "archive")).isPositive();
            assertThat(ledger.promises()).containsKey(receipt);
            bridge.terminate();
            assertThat(bridge.awaitEnd(STOP)).as("stops in time").isPresent();
        }
        Judge.Verdict verdict = judge();
        for (String destination : Set.of("splunk", "fluentd", "archive")) {
            assertThat(last.books(destination))
                    .as("published books of " + destination)
                    .isEqualTo(Metrics.books(verdict.tallies().get(destination)));
        }
        return verdict;
    }

    /** Waits until nothing is waiting. */
    Metrics drained(ChildProcess.Ports ports) {
        return await().atMost(DRAIN)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> Metrics.read(ports),
                        metrics -> List.of("splunk", "fluentd", "archive").stream()
                                .allMatch(destination -> metrics.of("delivery_backlog", destination) == 0));
    }

    Judge.Verdict judge() throws IOException, SpoolException {
        return Judge.judge(folder.resolve("spool.db"), ledger, peers.arrivals(), retention);
    }

    @Override
    public void close() {
        senders.close();
        peers.close();
    }
}
