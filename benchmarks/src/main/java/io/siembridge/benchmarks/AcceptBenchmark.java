package io.siembridge.benchmarks;

import io.siembridge.app.config.Secret;
import io.siembridge.app.spool.Acceptance;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.app.spool.SpoolException;
import io.siembridge.app.spool.SpoolListener;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.verifier.HmacVerifier;
import io.siembridge.app.verifier.InboundWebhook;
import io.siembridge.app.verifier.Signer;
import io.siembridge.app.verifier.VerifiedWebhook;
import io.siembridge.app.verifier.Verifier;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * A webhook into the spool, synced: 64 at a time, as with 64 connections, and one at a time. Each is verified too, because
 * only what was verified can be stored; {@link VerifyBenchmark} tells what that costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AcceptBenchmark {
    private static final int AT_ONCE = 64;

    @Param({"1024", "20480"})
    private int bytes;

    private final Vendor vendor = Vendors.withId("soveren").orElseThrow();
    private final HmacSignature scheme = (HmacSignature) vendor.verification();
    private final Secret secret = new Secret("benchmark");
    private final Signer signer = new Signer(scheme, secret);
    private final Verifier verifier = new HmacVerifier(scheme, List.of(secret), vendor);
    private final Path folder =
            Path.of("benchmarks", "target", "accept-" + ProcessHandle.current().pid());
    private final SqliteSpool spool = new SqliteSpool(
            new SpoolConfig(folder.resolve("spool.db"), Duration.ofDays(7), 100L << 30, 1 << 20),
            InstantSource.system(),
            new SpoolListener() {},
            source -> Duration.ofHours(2));
    private long number;

    @Setup(Level.Trial)
    public void open() throws SpoolException {
        spool.open();
    }

    @Benchmark
    @OperationsPerInvocation(AT_ONCE)
    public long acceptTogether() {
        List<CompletableFuture<Acceptance>> answers = new ArrayList<>(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            answers.add(spool.accept(next(), List.of("splunk")));
        }
        return answers.stream().filter(answer -> isAccepted(answer.join())).count();
    }

    @Benchmark
    public boolean acceptAlone() {
        return isAccepted(spool.accept(next(), List.of("splunk")).join());
    }

    private static boolean isAccepted(Acceptance acceptance) {
        if (acceptance.kind() != Acceptance.Kind.ACCEPTED) {
            throw new IllegalStateException("Not accepted: " + acceptance);
        }
        return true;
    }

    private VerifiedWebhook next() {
        byte[] body = new byte[bytes];
        ByteBuffer.wrap(body).putLong(number++);
        InboundWebhook inbound = new InboundWebhook(
                "soveren", "soveren", Map.of(scheme.header(), List.of(signer.headerValue(body))), body, Instant.now());
        return verifier.verify(inbound).webhook().orElseThrow();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        spool.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
