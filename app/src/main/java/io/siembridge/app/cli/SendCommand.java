package io.siembridge.app.cli;

import io.siembridge.app.operator.Wording;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.sender.Follower;
import io.siembridge.app.sender.LoadRun;
import io.siembridge.app.sender.OutboundWebhook;
import io.siembridge.app.sender.Receipt;
import io.siembridge.app.sender.TestSender;
import io.siembridge.normalizers.vendor.DedupeRule;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private TargetOptions target = new TargetOptions();

    @Mixin
    private AdminOptions admin = new AdminOptions();

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
        TargetOptions.Target found = target.find(admin);
        TestSender sender = new TestSender(found.receiver(), found.proof());
        return count == 0
                ? sendEach(sender, webhooks)
                : sendMany(sender, webhooks, found.vendor().dedupe());
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

    private int sendMany(TestSender sender, List<OutboundWebhook> webhooks, DedupeRule dedupe) throws Exception {
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
