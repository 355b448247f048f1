package io.siembridge.app.cli;

import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.config.NearestName;
import io.siembridge.app.config.Secret;
import io.siembridge.app.operator.Wording;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.sender.Follower;
import io.siembridge.app.sender.LoadRun;
import io.siembridge.app.sender.OutboundWebhook;
import io.siembridge.app.sender.Proof;
import io.siembridge.app.sender.Receipt;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.sender.TestSender;
import io.siembridge.app.source.ServerConfig;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.DedupeRule;
import io.siembridge.normalizers.vendor.Vendor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends webhooks as a vendor would. */
@Command(
        name = "send",
        description = "Sends webhooks to a bridge, signed exactly as the vendor would, and follows them if asked.",
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
    /** How long nothing is said of a delivery that takes its time. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Option(names = "--source", required = true, paramLabel = "SOURCE", description = "The source to send to.")
    private String source = "";

    @Option(
            names = "--sample",
            paramLabel = "VENDOR/CASE",
            description = "A bundled sample; may be given several times.")
    private List<String> samples = List.of();

    @Option(
            names = "--payload",
            paramLabel = "FILE",
            description = "A payload file, or - for standard input; may be given several times.")
    private List<Path> payloads = List.of();

    @Option(
            names = "--header",
            paramLabel = "'Name: value'",
            description = "A header to send with payload files; may be given several times.")
    private List<String> headerLines = List.of();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where to send; /webhooks/SOURCE on this machine by default.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--secret",
            paramLabel = "env:NAME|file:PATH",
            description = "The secret to sign with, or the token to send; from the configuration by default.")
    private Optional<String> secret = Optional.empty();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many webhooks to send; each is sent once by default.")
    private int count;

    @Option(names = "--rate", paramLabel = "R", description = "At most so many in a second.")
    private double rate;

    @Option(names = "--concurrency", paramLabel = "C", description = "How many at a time. Default: ${DEFAULT-VALUE}.")
    private int concurrency = 1;

    @Option(names = "--wait", description = "Follow each webhook to every destination and print the round trip.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to follow with --wait. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds = 60;

    @Override
    public Integer call() throws Exception {
        if (count < 0 || concurrency < 1 || concurrency > 1_000 || rate < 0) {
            throw new UsageException("--count and --rate cannot be negative, --concurrency is from 1 to 1000");
        }
        List<OutboundWebhook> webhooks = webhooks();
        Target target = target();
        TestSender sender = new TestSender(target.receiver(), target.proof());
        return count == 0
                ? sendEach(sender, webhooks)
                : sendMany(sender, webhooks, target.vendor().dedupe());
    }

    private record Target(Receiver receiver, Proof proof, Vendor vendor) {}

    private Target target() throws Exception {
        if (config.isThere()) {
            BridgeConfig read = config.read();
            SourceConfig known = read.sources().get(source);
            if (known == null) {
                throw new UsageException("There is no source " + source + " in " + config.path()
                        + NearestName.hint(source, read.sources().keySet()));
            }
            admin.defaultTo(read.admin());
            Secret chosen = secret.isPresent() ? named(secret.get()) : known.currentSecret();
            return new Target(receiver(read.server()), new Proof(known.scheme(), chosen), known.vendor());
        }
        Vendor vendor = Vendors.withId(source)
                .orElseThrow(() -> new UsageException("Without a configuration --source is the name of a vendor; "
                        + source + " is none. Name the configuration with --config FILE."));
        Secret chosen = named(secret.orElseThrow(() ->
                new UsageException("Without a configuration the secret is needed: --secret env:NAME or file:PATH")));
        URI there = url.isPresent() ? named(url.get()) : URI.create("http://127.0.0.1:8080/webhooks/" + source);
        return new Target(
                new Receiver(there, Optional.empty()), new Proof(Optional.of(vendor.verification()), chosen), vendor);
    }

    /** The bridge of this configuration on this machine, unless another is named. */
    private Receiver receiver(ServerConfig server) throws UsageException {
        if (url.isPresent()) {
            return new Receiver(named(url.get()), Optional.empty());
        }
        String scheme = server.tls().isPresent() ? "https" : "http";
        return new Receiver(
                URI.create(scheme + "://" + server.listen().onThisMachine() + "/webhooks/" + source),
                server.tls().map(ServerConfig.ServerTls::certificate));
    }

    private static URI named(URI url) throws UsageException {
        return HttpUrl.checked("--url", url);
    }

    private static Secret named(String reference) throws UsageException, FailedException {
        if (reference.startsWith("env:")) {
            String name = reference.substring(4);
            return new Secret(Optional.ofNullable(System.getenv(name))
                    .orElseThrow(
                            () -> new UsageException("--secret: the environment variable " + name + " is not set")));
        }
        if (reference.startsWith("file:")) {
            Path file = Path.of(reference.substring(5));
            try {
                return new Secret(Files.readString(file).replaceFirst("\\r?\\n\\z", ""));
            } catch (IOException e) {
                throw new FailedException("--secret: the file " + file + " could not be read: " + e, e);
            }
        }
        throw new UsageException("--secret takes env:NAME or file:PATH, so that no secret stands in a process list");
    }

    private List<OutboundWebhook> webhooks() throws UsageException, FailedException {
        List<OutboundWebhook> webhooks = new ArrayList<>();
        for (String id : samples) {
            Sample sample = SampleChoice.find(id);
            webhooks.add(new OutboundWebhook(id, sample.headers(), sample.payload()));
        }
        Map<String, String> headers = HeaderLines.parse(headerLines);
        for (Path file : payloads) {
            webhooks.add(new OutboundWebhook(file.toString(), headers, PayloadFile.read(file)));
        }
        if (webhooks.isEmpty()) {
            throw new UsageException("Name what to send: --sample VENDOR/CASE or --payload FILE");
        }
        return webhooks;
    }

    private int sendEach(TestSender sender, List<OutboundWebhook> webhooks) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean good = true;
        for (OutboundWebhook webhook : webhooks) {
            long begun = System.nanoTime();
            Receipt receipt = sender.send(webhook);
            out.printf(
                    "%s: %s in %d ms%n",
                    webhook.name(),
                    receipt.status() == 0 ? receipt.answer() : receipt.status() + " " + receipt.answer(),
                    receipt.took().toMillis());
            out.flush();
            good &= receipt.isAccepted();
            if (receipt.answer().contains("\"duplicate\"")) {
                spec.commandLine()
                        .getErr()
                        .println("It was stored before and is not delivered again; to deliver that one again: "
                                + "siem-bridge replay --webhook " + receipt.webhook());
            }
            if (wait && receipt.isAccepted()) {
                good &= follow(receipt.webhook(), begun, out);
            }
        }
        return good ? 0 : 1;
    }

    private boolean follow(String webhook, long begun, PrintWriter out) throws Exception {
        Follower follower = new Follower(admin.url(), admin.token());
        Duration patience = Duration.ofSeconds(timeoutSeconds);
        Duration quiet = patience.compareTo(QUIET) < 0 ? patience : QUIET;
        Follower.Result result = follower.follow(webhook, quiet);
        if (!result.isSettled() && patience.compareTo(quiet) > 0) {
            result.hindrances().values().forEach(hindrance -> {
                spec.commandLine().getErr().println("still waiting: " + Wording.visible(hindrance));
            });
            result = follower.follow(webhook, patience.minus(quiet));
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        print(result, out);
        out.printf(
                "  %s after %d ms%n",
                result.isDelivered()
                        ? "delivered everywhere"
                        : "NOT delivered everywhere, see siem-bridge webhooks show " + webhook + ",",
                millis);
        out.flush();
        return result.isDelivered();
    }

    private static void print(Follower.Result result, PrintWriter out) {
        result.stateByDestination().forEach((destination, state) -> {
            String hindrance = result.hindrances().getOrDefault(destination, "");
            out.printf(
                    "  %-20s %s%s%n",
                    destination, state, hindrance.isEmpty() ? "" : ", because " + Wording.visible(hindrance));
        });
    }

    private int sendMany(TestSender sender, List<OutboundWebhook> webhooks, DedupeRule dedupe)
            throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        LoadRun run = new LoadRun(sender, count, concurrency, rate);
        LoadRun.Report report =
                run.run(index -> webhooks.get(index % webhooks.size()).distinct(dedupe, UUID.randomUUID()), done -> {
                    err.printf("\r%d of %d", done, count);
                    err.flush();
                });
        err.println();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "sent        %d in %.1f s, %.0f/s%n",
                report.sent(), report.took().toMillis() / 1000.0, report.perSecond());
        report.byStatus()
                .forEach((status, number) ->
                        out.printf("%-11s %d%n", status == 0 ? "no answer" : status.toString(), number));
        out.printf(
                "latency     p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                millis(report.p50()), millis(report.p90()), millis(report.p99()), millis(report.slowest()));
        if (!report.firstFailure().isEmpty()) {
            out.println("first refusal " + report.firstFailure());
        }
        out.flush();
        boolean good = report.isAllAccepted();
        if (wait) {
            good &= followAll(report, out);
        }
        return good ? 0 : 1;
    }

    private boolean followAll(LoadRun.Report report, PrintWriter out) throws Exception {
        long begun = System.nanoTime();
        Follower follower = new Follower(admin.url(), admin.token());
        int delivered = 0;
        Duration left = Duration.ofSeconds(timeoutSeconds);
        for (String webhook : report.receipts()) {
            Duration rest = left.minusNanos(System.nanoTime() - begun);
            delivered += follower.follow(webhook, rest.isNegative() ? Duration.ZERO : rest)
                            .isDelivered()
                    ? 1
                    : 0;
        }
        out.printf(
                "delivered   %d of %d everywhere, %.1f s after the last answer%n",
                delivered, report.receipts().size(), (System.nanoTime() - begun) / 1e9);
        out.flush();
        return delivered == report.receipts().size();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
