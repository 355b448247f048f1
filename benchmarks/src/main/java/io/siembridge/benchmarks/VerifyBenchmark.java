package io.siembridge.benchmarks;

import io.siembridge.app.config.Secret;
import io.siembridge.app.verifier.HmacVerifier;
import io.siembridge.app.verifier.InboundWebhook;
import io.siembridge.app.verifier.Signer;
import io.siembridge.app.verifier.Verification;
import io.siembridge.app.verifier.Verifier;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Proving a signature over a body. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VerifyBenchmark {
    @Param({"1024", "20480", "1048576"})
    private int bytes;

    private final Vendor snyk = Vendors.withId("snyk").orElseThrow();
    private final HmacSignature scheme = (HmacSignature) snyk.verification();
    private final Secret secret = new Secret("benchmark");
    private final Verifier verifier = new HmacVerifier(scheme, List.of(secret), snyk);
    private InboundWebhook webhook = new InboundWebhook("snyk", "snyk", Map.of(), new byte[0], Instant.EPOCH);

    @Setup
    public void sign() {
        byte[] body = new byte[bytes];
        String signature = new Signer(scheme, secret).headerValue(body);
        webhook =
                new InboundWebhook("snyk", "snyk", Map.of("x-hub-signature", List.of(signature)), body, Instant.EPOCH);
    }

    @Benchmark
    public Verification verify() {
        return verifier.verify(webhook);
    }
}
