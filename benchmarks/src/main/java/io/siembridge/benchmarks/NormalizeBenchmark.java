package io.siembridge.benchmarks;

import io.siembridge.app.samples.Sample;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.Provenance;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Bytes to events: a typical sample of each vendor and the largest deliveries they make. Besides webhooks in a second it
 * counts bytes and events; allocation an event is {@code gc.alloc.rate} by {@code events}, with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class NormalizeBenchmark {
    @Param({
        "soveren/policy-violation",
        "snyk/ten-issues",
        "snyk/1-MB-of-200-issues",
        "wallarm/hit-blocked",
        "wallarm/500-hits",
        "soda/check-evaluation"
    })
    private String webhook = "";

    private byte[] body = new byte[0];
    private Normalizer normalizer =
            Webhooks.normalizer(Webhooks.sample("soveren/policy-violation").vendor());
    private Provenance provenance = Webhooks.provenance(Webhooks.sample("soveren/policy-violation"), body);

    /** What a webhook amounts to. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Amount {
        public long bytes;
        public long events;
    }

    @Setup
    public void prepare() throws IOException {
        Sample sample = switch (webhook) {
            case "snyk/1-MB-of-200-issues" -> Webhooks.sample("snyk/ten-issues");
            case "wallarm/500-hits" -> Webhooks.sample("wallarm/hit-blocked");
            default -> Webhooks.sample(webhook);
        };
        body = switch (webhook) {
            case "snyk/1-MB-of-200-issues" -> Webhooks.issues(sample, 200, 0);
            case "wallarm/500-hits" -> Webhooks.hits(sample, 500);
            default -> sample.payload();
        };
        normalizer = Webhooks.normalizer(sample.vendor());
        provenance = Webhooks.provenance(sample, body);
    }

    @Benchmark
    public Normalization normalize(Amount amount) throws MalformedPayloadException {
        Normalization normalization = normalizer.normalize(body, provenance);
        amount.bytes += body.length;
        amount.events += normalization.events().size();
        return normalization;
    }
}
