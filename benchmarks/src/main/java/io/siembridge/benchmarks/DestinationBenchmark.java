package io.siembridge.benchmarks;

import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Shipment;
import io.siembridge.app.samples.Sample;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Events to bytes on a socket, an event: stamped, encoded, batched, compressed where that is the default, and handed to a
 * peer on loopback that throws them away. Syslog goes by UDP, whose peer need not read.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DestinationBenchmark {
    private static final int EVENTS = 256;

    @Param({"splunk", "qradar", "arcsight", "fluentd"})
    private String destination = "";

    @Param({"soveren/policy-violation", "snyk/ten-issues"})
    private String sample = "";

    private final List<OcsfEvent> events = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Destination sending = new Nowhere();

    @Setup(Level.Trial)
    public void prepare() throws IOException, ConfigException, MalformedPayloadException {
        Sample found = Webhooks.sample(sample);
        List<OcsfEvent> some = Webhooks.normalizer(found.vendor())
                .normalize(found.payload(), Webhooks.provenance(found, found.payload()))
                .events();
        for (int i = 0; i < EVENTS; i++) {
            events.add(some.get(i % some.size()).transmittedAt(Instant.now()));
        }
        BridgeConfig config =
                new ConfigReader(name -> Optional.empty()).read(configuration(), Path.of("."), BridgeConfig.SECTION);
        sending = Objects.requireNonNull(config.destinations().get(destination))
                .factory()
                .create(new DestinationContext(
                        destination, "bridge.example", "0", InstantSource.system(), new Random(1)));
        open.add(sending);
    }

    private String configuration() throws IOException {
        Receiver receiver =
                new Receiver(destination.equals("fluentd") ? Receiver.Protocol.FORWARD : Receiver.Protocol.HEC);
        open.add(receiver);
        DatagramSocket deaf = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(deaf);
        return """
                sources: {soveren: {vendor: soveren, secrets: ["benchmark"]}}
                destinations:
                  splunk: {type: splunk-hec, url: "http://127.0.0.1:%1$d", token: "t"}
                  fluentd: {type: fluentd, address: "tcp://127.0.0.1:%1$d"}
                  qradar: {type: qradar, address: "udp://127.0.0.1:%2$d", max_event: 60KiB}
                  arcsight: {type: arcsight, address: "udp://127.0.0.1:%2$d", max_event: 60KiB}
                """.formatted(receiver.port(), deaf.getLocalPort());
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int send() throws InterruptedException {
        AtomicInteger accepted = new AtomicInteger();
        sending.send(events, (index, outcome) -> {
            if (outcome.kind() == Outcome.Kind.ACCEPTED) {
                accepted.incrementAndGet();
            }
        });
        if (accepted.get() != EVENTS) {
            throw new IllegalStateException("Only " + accepted + " events were taken");
        }
        return accepted.get();
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** Stands until the configuration is read. */
    private static final class Nowhere implements Destination {
        @Override
        public Shipment ready(List<OcsfEvent> events) {
            return outcomes -> outcomes.reportAll(0, events.size(), Outcome.accepted());
        }

        @Override
        public Probe probe() {
            return new Probe(true, "nowhere");
        }

        @Override
        public void close() {}
    }
}
