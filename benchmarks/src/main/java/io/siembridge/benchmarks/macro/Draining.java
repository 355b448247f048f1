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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Delivering a backlog: its receivers are held while webhooks come in, and then let go. */
final class Draining {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Bench bench;
    private final Report report;
    private final Load load;
    private final int seconds;
    private final int warmUps;

    /** @param warmUps how many backlogs are drained before the one that is measured: compiling takes 100,000 events or more */
    Draining(Bench bench, Report report, Load load, int seconds, int warmUps) {
        this.bench = bench;
        this.report = report;
        this.load = load;
        this.seconds = seconds;
        this.warmUps = warmUps;
    }

    /** To one receiver after the other. */
    void each(double peak) throws IOException, InterruptedException {
        for (Protocol protocol : Protocol.values()) {
            double rate = rate("drain-" + Bench.name(protocol), List.of(protocol));
            report.figure("deliveries to " + Bench.name(protocol), Report.perSecond(rate), Report.SYNCED);
            report.ratio("  to the rate of accepting 1 KB", rate / peak, 1, 0.1);
        }
    }

    /** To all of them at once. */
    void together(double peak) throws IOException, InterruptedException {
        double rate = rate("drain-all", List.of(Protocol.values()));
        report.figure("deliveries to each of the three at once", Report.perSecond(rate), Report.SYNCED);
        report.ratio("  to the rate of accepting 1 KB", rate / peak, 0.5, 0.01);
    }

    /** Deliveries in a second of the slowest destination, from the first to nearly the last of a backlog. */
    private double rate(String name, List<Protocol> protocols) throws IOException, InterruptedException {
        protocols.forEach(protocol -> bench.receiver(protocol).hold());
        try (Server bridge = bench.bridge(name, protocols)) {
            for (int time = 0; time < warmUps; time++) {
                fill(bridge, protocols);
                drain(bridge, protocols);
                protocols.forEach(protocol -> bench.receiver(protocol).hold());
            }
            fill(bridge, protocols);
            return drain(bridge, protocols);
        } finally {
            protocols.forEach(protocol -> bench.receiver(protocol).release());
        }
    }

    private void fill(Server bridge, List<Protocol> protocols) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(3L * seconds).toNanos();
        while (waiting(bridge, protocols) < 10_000.0 * seconds && System.nanoTime() < deadline) {
            load.run(bridge, 64, Math.max(1, seconds / 2.0));
        }
    }

    double drain(Server bridge, List<Protocol> protocols) throws IOException, InterruptedException {
        double all = waiting(bridge, protocols);
        protocols.forEach(protocol -> bench.receiver(protocol).release());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        double begin = all;
        // What comes before the first moves is waiting for the receiver, not delivering.
        while (begin == all && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
            begin = waiting(bridge, protocols);
        }
        long since = System.nanoTime();
        double left = begin;
        double rate = 0;
        while (left > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            left = waiting(bridge, protocols);
            rate = (begin - left) / ((System.nanoTime() - since) / 1e9);
        }
        return rate;
    }

    /** Deliveries that the destination with the most has waiting. */
    private static double waiting(Server bridge, List<Protocol> protocols) throws IOException, InterruptedException {
        double most = 0;
        for (Protocol protocol : protocols) {
            most = Math.max(most, bridge.metric("delivery_backlog", "\"" + Bench.name(protocol) + "\""));
        }
        return most;
    }

    /** One large webhook of many events, through an idle bridge. */
    void large() throws IOException, InterruptedException {
        Sample sample = Webhooks.sample("snyk/ten-issues");
        HmacSignature scheme = (HmacSignature) sample.vendor().verification();
        try (Server bridge = bench.bridge("large", List.of(Protocol.HEC))) {
            for (int i = 0; i < 3; i++) {
                byte[] body = Webhooks.issues(sample, 200, i);
                HttpRequest.Builder request =
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bridge.port() + "/webhooks/snyk"));
                sample.headers().forEach(request::header);
                request.header(scheme.header(), new Signer(scheme, new Secret(Macro.SECRET)).headerValue(body));
                long begun = System.nanoTime();
                HttpClient.newHttpClient()
                        .send(
                                request.POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                while (bridge.metric("deliveries_done", "\"hec\"") <= i) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                // When the bridge says so in its metrics is up to half a second later.
                double took = (bench.receiver(Protocol.HEC).answeredAt() - begun) / 1e9;
                String which = i == 0 ? "the first webhook of a fresh bridge" : "once warm, no. " + (i + 1);
                report.limit("1 MB of 200 Snyk issues to hec, " + which, took, "s", 1, 20);
            }
        }
    }

    /** Accepting and draining with very much waiting, beside the same with little. */
    void backlog(int waiting) throws IOException, InterruptedException {
        List<Protocol> hec = List.of(Protocol.HEC);
        bench.receiver(Protocol.HEC).hold();
        try (Server bridge = bench.bridge("backlog", hec)) {
            load.run(bridge, 64, seconds);
            double before = load.run(bridge, 64, seconds).perSecond();
            while (waiting(bridge, hec) < waiting) {
                load.run(bridge, 64, Math.min(20, load.left(bridge) / (4 * before)));
            }
            double after = load.run(bridge, 64, seconds).perSecond();
            report.figure("bridge, 1 KB, 64 connections, little waiting", Report.perSecond(before), Report.SYNCED);
            report.figure(
                    "bridge, 1 KB, 64 connections, " + waiting + " waiting", Report.perSecond(after), Report.SYNCED);
            report.ratio("  with to without", after / before, 0.9, 0.3);
            drainPart(bridge, hec);
        } finally {
            bench.receiver(Protocol.HEC).release();
        }
    }

    private void drainPart(Server bridge, List<Protocol> hec) throws IOException, InterruptedException {
        bench.receiver(Protocol.HEC).release();
        TimeUnit.SECONDS.sleep(seconds);
        double begin = waiting(bridge, hec);
        long since = System.nanoTime();
        TimeUnit.SECONDS.sleep(4L * seconds);
        double rate = (begin - waiting(bridge, hec)) / ((System.nanoTime() - since) / 1e9);
        report.figure("deliveries to hec with these waiting", Report.perSecond(rate), Report.SYNCED);
    }
}
