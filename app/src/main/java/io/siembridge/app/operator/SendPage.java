package io.siembridge.app.operator;

import io.javalin.http.Context;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.app.sender.OutboundWebhook;
import io.siembridge.app.sender.Proof;
import io.siembridge.app.sender.Receipt;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.sender.TestSender;
import io.siembridge.app.source.SourceConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Sends a sample, signed as its vendor would, through the public listener: the whole way, to be watched arriving. */
final class SendPage {
    private final Pages pages;
    private final OperatedBridge bridge;
    private final AuditTrail audit;
    private final Samples samples;

    SendPage(Pages pages, OperatedBridge bridge, AuditTrail audit) {
        this.pages = pages;
        this.bridge = bridge;
        this.audit = audit;
        this.samples = new Samples(bridge.vendors());
    }

    void show(Context context) {
        show(context, new HashMap<>());
    }

    private void show(Context context, Map<String, Object> model) {
        List<Sample> all = samples.all();
        List<Map<String, Object>> groups = bridge.sources().values().stream()
                .map(source -> Map.<String, Object>of(
                        "source",
                        source.name(),
                        "samples",
                        all.stream()
                                .filter(sample -> sample.vendor()
                                        .id()
                                        .equals(source.vendor().id()))
                                .map(sample -> Map.of("id", sample.id(), "name", sample.name()))
                                .toList()))
                .toList();
        model.put("groups", groups);
        pages.show(context, "send", "Test sender", model);
    }

    void send(Context context) throws InterruptedException {
        String chosen = Objects.requireNonNullElse(context.formParam("choice"), "");
        int space = chosen.indexOf(' ');
        String sourceName = space < 0 ? chosen : chosen.substring(0, space);
        RequestValues.checkName("source", sourceName, bridge.sources().keySet());
        SourceConfig source = Objects.requireNonNull(bridge.sources().get(sourceName));
        Sample sample = samples.withId(chosen.substring(space + 1))
                .orElseThrow(() -> ProblemException.notFound("There is no such sample."));
        audit.record(context, "send", sample.id() + " to " + sourceName);
        Receipt receipt = send(source, sample);
        if (receipt.isAccepted()) {
            Console.done(
                    context,
                    "/webhooks/" + receipt.webhook(),
                    "Sent, and acknowledged after " + receipt.took().toMillis() + " ms");
            return;
        }
        Map<String, Object> model = new HashMap<>();
        model.put("failed", true);
        model.put("status", receipt.status() == 0 ? "no answer" : Integer.toString(receipt.status()));
        model.put("answer", receipt.answer());
        show(context, model);
    }

    private Receipt send(SourceConfig source, Sample sample) throws InterruptedException {
        TestSender sender = new TestSender(
                new Receiver(
                        bridge.server().localUrl(source.name()), bridge.server().certificate()),
                new Proof(source.scheme(), source.currentSecret()));
        return sender.send(new OutboundWebhook(sample.id(), sample.headers(), sample.payload())
                .distinct(source.vendor().dedupe(), UUID.randomUUID()));
    }
}
