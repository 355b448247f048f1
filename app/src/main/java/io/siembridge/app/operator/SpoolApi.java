package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The bridge as a whole, its store and its books. */
final class SpoolApi {
    private static final String FILE = "file";
    private static final Duration LONGEST_LEDGER = Duration.ofDays(92);

    private final OperatedBridge bridge;
    private final Spool spool;
    private final SourceApi sources;
    private final DestinationApi destinations;
    private final AuditTrail audit;
    private final InstantSource clock;

    SpoolApi(OperatedBridge bridge, SourceApi sources, DestinationApi destinations, AuditTrail audit) {
        this.bridge = bridge;
        this.spool = bridge.spool();
        this.sources = sources;
        this.destinations = destinations;
        this.audit = audit;
        this.clock = bridge.clock();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/status", "Everything at a glance.", this::status)
                        .answering(Shape.object(
                                Shape.text("version", "Of the program."),
                                Shape.flag("ready", "Whether webhooks are taken."),
                                Shape.text("not_taking", "Why not.").optional(),
                                Shape.part("spool", Documents.SPOOL),
                                Shape.list("sources", SourceApi.SOURCE),
                                Shape.list("destinations", DestinationApi.DESTINATION),
                                Shape.list("warnings", Shape.type("string")))),
                Route.get("/api/v1/audit", "Who changed what, newest first.", this::audit)
                        .paged()
                        .answering(Shape.page("entries", Documents.AUDIT_ENTRY)),
                Route.get("/api/v1/ledger", "Counts per hour, source and destination.", this::ledger)
                        .taking("since", "A day ago by default: " + TimeText.FORMS + ".")
                        .taking("until", "Now by default.")
                        .answering(Shape.object(Shape.list("entries", Documents.LEDGER_ENTRY))),
                Route.get("/api/v1/spool", "The store, read as a whole for what is wrong with it.", this::check)
                        .answering(Shape.object(
                                Shape.part("spool", Documents.SPOOL), Shape.list("problems", Shape.type("string")))),
                Route.post(
                                "/api/v1/spool/backup",
                                "Writes a consistent copy of the store to a new file on the bridge's machine.",
                                this::backup)
                        .withBody(Shape.object(Shape.text(FILE, "Absolute path of the file; it must not exist yet.")))
                        .answering(Shape.object(Shape.text(FILE, "The file."), Shape.number("bytes", "Its size."))));
    }

    private void status(Context context) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("version", bridge.version());
        Optional<String> notTaking = bridge.notTaking();
        body.put("ready", notTaking.isEmpty());
        notTaking.ifPresent(reason -> body.put("not_taking", reason));
        body.set("spool", Documents.spool(spool.health()));
        body.set("sources", sources.documents());
        body.set("destinations", destinations.documents());
        bridge.warnings().forEach(body.putArray("warnings")::add);
        Answers.json(context, body);
    }

    private void audit(Context context) {
        RequestValues values = new RequestValues(context, clock);
        Answers.json(
                context,
                Documents.page(
                        "entries", spool.auditTrail(values.cursor("cursor"), values.limit()), Documents::auditEntry));
    }

    private void ledger(Context context) {
        RequestValues values = new RequestValues(context, clock);
        Instant until = values.time("until").orElseGet(clock::instant);
        Instant since = values.time("since").orElse(until.minus(Duration.ofDays(1)));
        if (Duration.between(since, until).compareTo(LONGEST_LEDGER) > 0) {
            throw ProblemException.badRequest("Ask for at most " + LONGEST_LEDGER.toDays() + " days at a time.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var entries = body.putArray("entries");
        spool.ledger(since, until).forEach(entry -> entries.add(Documents.ledgerEntry(entry)));
        Answers.json(context, body);
    }

    private void check(Context context) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("spool", Documents.spool(spool.health()));
        spool.check().forEach(body.putArray("problems")::add);
        Answers.json(context, body);
    }

    private void backup(Context context) {
        String name = new RequestValues(context, clock)
                .body(List.of(FILE))
                .text(FILE)
                .orElseThrow(() -> ProblemException.badRequest("Say which file to write: file."));
        Path file = absolute(name);
        try {
            spool.backup(file);
        } catch (SpoolException e) {
            throw ProblemException.conflict(String.valueOf(e.getMessage()));
        }
        audit.record(context, "backup", file.toString());
        Answers.json(
                context,
                JsonNodeFactory.instance
                        .objectNode()
                        .put(FILE, file.toString())
                        .put("bytes", file.toFile().length()));
    }

    private static Path absolute(String name) {
        try {
            Path path = Path.of(name);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException noPath) {
            // The same fault, for who sent it.
        }
        throw ProblemException.badRequest("file is an absolute path on the bridge's machine.");
    }
}
