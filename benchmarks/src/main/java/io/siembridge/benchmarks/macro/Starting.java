package io.siembridge.benchmarks.macro;

import io.siembridge.app.config.Secret;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.verifier.Signer;
import io.siembridge.benchmarks.Receiver.Protocol;
import io.siembridge.benchmarks.Webhooks;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a start costs until the first webhook is answered, with and without an archive such as the image carries. */
final class Starting {
    private static final int IDLE_SECONDS = 5;

    private final Bench bench;
    private final Report report;

    Starting(Bench bench, Report report) {
        this.bench = bench;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        one("start-plain", List.of(), "no archive", 2);
        one("start-archive", List.of(bench.train()), "archive", 1);
    }

    private void one(String name, List<String> options, String how, double target)
            throws IOException, InterruptedException {
        Sample sample = Webhooks.sample("snyk/ten-issues");
        HmacSignature scheme = (HmacSignature) sample.vendor().verification();
        try (Server bridge = bench.bridge(name, List.of(Protocol.HEC), options)) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bridge.port() + "/webhooks/snyk"));
            sample.headers().forEach(request::header);
            request.header(scheme.header(), new Signer(scheme, new Secret(Macro.SECRET)).headerValue(sample.payload()));
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            request.POST(HttpRequest.BodyPublishers.ofByteArray(sample.payload()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("The first webhook was answered " + answer.statusCode());
            }
            report.limit(
                    "processor time from start to first 200, " + how,
                    bridge.processorTime().toMillis() / 1e3,
                    "s",
                    target,
                    30);
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            report.limit("resident memory after it, idle, " + how, bridge.residentMegabytes(), "MB", 150, 600);
        }
    }
}
