package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.config.Secret;
import io.siembridge.app.source.RecentRejections.Rejection;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.source.WebhookServer;
import io.siembridge.app.spool.LedgerEntry;
import io.siembridge.app.spool.SourceTally;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.WebhookFilter;
import io.siembridge.app.spool.WebhookSummary;
import io.siembridge.normalizers.vendor.VerificationScheme;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How each source is doing: what came, what was refused and why, which keys are in use. */
final class SourceApi {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SHOWN_VALUE = 200;

    private static final ObjectNode LAST_DAY = Shape.object(
            Shape.number("received", "The sum of the next four."),
            Shape.number("accepted", "Stored."),
            Shape.number("duplicate", "Stored before."),
            Shape.number("rejected", "Not authentic."),
            Shape.number("refused", "Not taken for another reason."));

    static final ObjectNode SOURCE = Shape.object(
            Shape.text("source", "Configured name."),
            Shape.text("vendor", "Vendor's id."),
            Shape.text("path", "Where its webhooks are posted to."),
            Shape.text("verification", "How they are proved authentic."),
            Shape.list(
                    "keys",
                    Shape.object(
                            Shape.number("key", "Position in the configuration, from 1."),
                            Shape.time(
                                            "last_verified",
                                            "When it last verified a webhook since the start; absent: never.")
                                    .optional())),
            Shape.list("destinations", Shape.type("string")),
            Shape.time("last_webhook", "When the last one stored was received.").optional(),
            Shape.part("last_day", LAST_DAY),
            Shape.byName("refused_because", Shape.type("integer")),
            Shape.number("rejections", "How many not authentic ones are remembered."));
    private static final ObjectNode REJECTION = Shape.object(
            Shape.number("number", "Counts up from the start."),
            Shape.time("at", "When."),
            Shape.text("sender", "Address."),
            Shape.text("reason", "Why it was refused."),
            Shape.text("explanation", "Which single change would have made it valid."),
            Shape.text("header", "The header that carries the proof."),
            Shape.text("given", "What it held; for a token only its length."),
            Shape.number("bytes", "Length of the body."),
            Shape.text("body_start", "Its beginning."));

    private final OperatedBridge bridge;
    private final WebhookServer server;
    private final Spool spool;
    private final InstantSource clock;

    SourceApi(OperatedBridge bridge) {
        this.bridge = bridge;
        this.server = bridge.server();
        this.spool = bridge.spool();
        this.clock = bridge.clock();
    }

    /**
     * How a source is doing.
     *
     * @param lastDay what the ledger says since this time yesterday
     */
    record View(SourceConfig config, Optional<WebhookSummary> last, SourceTally lastDay, List<KeyView> keys) {}

    /** When a key last verified a webhook. */
    record KeyView(int number, Optional<Instant> lastVerified) {}

    /** A refused webhook, as far as it may be shown. */
    record RejectionView(Rejection rejection, String header, String given, String explanation, String bodyStart) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/sources", "Every source.", this::list)
                        .answering(Shape.object(Shape.list("sources", SOURCE))),
                Route.get(
                                "/api/v1/sources/{name}/rejections",
                                "The last webhooks that were not authentic, newest first, each with what was wrong.",
                                this::rejections)
                        .answering(Shape.object(Shape.list("rejections", REJECTION))));
    }

    private void list(Context context) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("sources", documents());
        Answers.json(context, body);
    }

    ArrayNode documents() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        views().forEach(view -> all.add(document(view)));
        return all;
    }

    List<View> views() {
        Instant now = clock.instant();
        List<LedgerEntry> ledger = spool.ledger(now.minus(DAY), now);
        return bridge.sources().values().stream()
                .map(source -> view(source, ledger))
                .toList();
    }

    private View view(SourceConfig source, List<LedgerEntry> ledger) {
        SourceTally lastDay = SourceTally.of(ledger.stream()
                .filter(entry -> entry.source().equals(source.name()))
                .toList());
        WebhookFilter ofSource = new WebhookFilter(
                Optional.of(source.name()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Optional<WebhookSummary> last =
                spool.webhooks(ofSource, Optional.empty(), 1).items().stream().findFirst();
        List<KeyView> keys = new ArrayList<>();
        for (int number = 1; number <= source.secrets().size(); number++) {
            keys.add(new KeyView(number, server.keyUse().last(source.name(), number)));
        }
        return new View(source, last, lastDay, keys);
    }

    private ObjectNode document(View view) {
        SourceConfig source = view.config();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("source", source.name())
                .put("vendor", source.vendor().id())
                .put("path", "/webhooks/" + source.name())
                .put("verification", verification(source));
        ArrayNode keys = body.putArray("keys");
        for (KeyView key : view.keys()) {
            ObjectNode one = keys.addObject().put("key", key.number());
            key.lastVerified().ifPresent(last -> one.put("last_verified", last.toString()));
        }
        ArrayNode to = body.putArray("destinations");
        bridge.destinations().getOrDefault(source.name(), List.of()).forEach(to::add);
        view.last().ifPresent(last -> body.put("last_webhook", last.received().toString()));
        SourceTally lastDay = view.lastDay();
        body.putObject("last_day")
                .put("received", lastDay.received())
                .put("accepted", lastDay.accepted())
                .put("duplicate", lastDay.duplicate())
                .put("rejected", lastDay.rejected())
                .put("refused", lastDay.refused());
        ObjectNode because = body.putObject("refused_because");
        lastDay.refusals().forEach(because::put);
        return body.put("rejections", server.rejections().of(source.name()).size());
    }

    static String verification(SourceConfig source) {
        if (source.scheme().isEmpty()) {
            return "unverified";
        }
        VerificationScheme scheme = source.scheme().get();
        return scheme instanceof HmacSignature signature
                ? signature.algorithm().id() + " in " + signature.header()
                : "token in " + scheme.header();
    }

    private void rejections(Context context) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode all = body.putArray("rejections");
        for (RejectionView view : rejectionsOf(context.pathParam("name"))) {
            Rejection rejection = view.rejection();
            all.addObject()
                    .put("number", rejection.number())
                    .put("at", rejection.at().toString())
                    .put("sender", rejection.sender())
                    .put("reason", rejection.reason().explanation())
                    .put("explanation", view.explanation())
                    .put("header", view.header())
                    .put("given", view.given())
                    .put("bytes", rejection.bodyLength())
                    .put("body_start", view.bodyStart());
        }
        Answers.json(context, body);
    }

    /** The refused webhooks of a source with what was wrong with each. */
    List<RejectionView> rejectionsOf(String name) {
        Map<String, SourceConfig> sources = bridge.sources();
        RequestValues.checkName("source", name, sources.keySet());
        SourceConfig source = Objects.requireNonNull(sources.get(name));
        return server.rejections().of(name).stream()
                .map(rejection -> view(source, rejection, sources.values()))
                .toList();
    }

    private static RejectionView view(SourceConfig source, Rejection rejection, Collection<SourceConfig> sources) {
        String header = source.scheme().map(VerificationScheme::header).orElse("");
        List<String> values = rejection.headers().getOrDefault(header.toLowerCase(Locale.ROOT), List.of());
        boolean digest = source.scheme()
                .filter(scheme -> scheme instanceof HmacSignature)
                .isPresent();
        String given = values.isEmpty() ? "nothing" : given(digest, values.get(0));
        return new RejectionView(
                rejection,
                header,
                scrub(given, sources),
                new SignatureExplainer(sources).explain(source, rejection),
                scrub(RedactedBody.start(rejection.body()), sources));
    }

    /** A sender who confuses things may send a secret in place of a digest, or in the body. */
    private static String scrub(String text, Collection<SourceConfig> sources) {
        String scrubbed = text;
        for (SourceConfig source : sources) {
            for (Secret secret : source.secrets()) {
                scrubbed = secret.scrub(scrubbed);
            }
        }
        return scrubbed;
    }

    /** A digest is no secret; a token may be one that is nearly right. */
    private static String given(boolean digest, String value) {
        if (!digest) {
            return value.length() + " characters";
        }
        return value.length() > SHOWN_VALUE ? value.substring(0, SHOWN_VALUE) + "…" : value;
    }
}
