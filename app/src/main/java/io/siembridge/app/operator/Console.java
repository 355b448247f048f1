package io.siembridge.app.operator;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The pages for people. A page shows what the API would answer; a form does what the API would do. */
final class Console {
    private final Pages pages;
    private final Access access;
    private final AuditTrail audit;
    private final OperatedBridge bridge;
    private final OverviewPage overview;
    private final WebhookPages webhooks;
    private final DeadLetterPage deadLetters;
    private final SourcePage source;
    private final DestinationPage destination;
    private final SendPage send;
    private final ConfigApi configApi;

    Console(
            OperatedBridge bridge,
            Access access,
            AuditTrail audit,
            Trend trend,
            WebhookApi webhookApi,
            DeadLetterApi deadLetterApi,
            ReplayApi replayApi,
            SourceApi sourceApi,
            DestinationApi destinationApi,
            WaitingApi waitingApi,
            ConfigApi configApi) {
        this.pages = new Pages(bridge.version());
        this.access = access;
        this.audit = audit;
        this.bridge = bridge;
        this.overview = new OverviewPage(pages, bridge, trend, sourceApi, destinationApi);
        this.webhooks = new WebhookPages(pages, bridge, webhookApi, replayApi);
        this.deadLetters = new DeadLetterPage(pages, bridge, deadLetterApi);
        this.source = new SourcePage(pages, bridge, sourceApi);
        this.destination = new DestinationPage(pages, bridge, destinationApi, waitingApi);
        this.send = new SendPage(pages, bridge, audit);
        this.configApi = configApi;
    }

    void register(JavalinConfig config) {
        for (StaticFile file : List.of(pages.style(), pages.script())) {
            config.routes.get(file.path(), file::serve);
        }
        config.routes.get("/login", context -> logIn(context, 200, ""));
        config.routes.post("/login", this::loggedIn);
        config.routes.post("/logout", this::logOut);
        config.routes.get("/", overview::show);
        config.routes.get("/destinations/{name}", destination::show);
        config.routes.post("/destinations/{name}", overview::hold);
        config.routes.post("/destinations/{name}/discard", destination::discard);
        config.routes.get("/webhooks", webhooks::list);
        config.routes.get("/webhooks/{webhook}", webhooks::one);
        config.routes.post("/webhooks/{webhook}/replay", webhooks::replay);
        config.routes.get("/dead-letters", deadLetters::show);
        config.routes.post("/dead-letters", deadLetters::decide);
        config.routes.get("/sources/{name}", source::show);
        config.routes.get("/ledger", new LedgerPage(pages, bridge)::show);
        config.routes.get("/tail", this::tail);
        config.routes.get("/send", send::show);
        config.routes.post("/send", send::send);
        config.routes.get("/configuration", this::configuration);
        config.routes.post("/configuration", this::reload);
        config.routes.get("/audit", this::audit);
    }

    /** A problem, for a person. */
    void problem(Context context, ProblemException problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("detail", problem.detail());
        context.status(problem.status());
        pages.showOpen(context, "problem", problem.title(), model);
    }

    private void logIn(Context context, int status, String message) {
        Map<String, Object> model = new HashMap<>();
        model.put("message", message);
        model.put("to", Access.pageOfOurs(Objects.requireNonNullElse(context.queryParam("to"), "/")));
        context.status(status);
        pages.showOpen(context, "login", "Log in", model);
    }

    private void loggedIn(Context context) {
        String token =
                Objects.requireNonNullElse(context.formParam("token"), "").strip();
        if (access.logIn(context, token)) {
            audit.record(context, "login", "");
            context.redirect(Access.pageOfOurs(Objects.requireNonNullElse(context.formParam("to"), "/")));
        } else {
            logIn(
                    context,
                    401,
                    "This is not the admin.token the bridge runs with, or too many were tried: wait a minute.");
        }
    }

    private void logOut(Context context) {
        access.logOut(context);
        context.redirect("/login");
    }

    private void tail(Context context) {
        Map<String, Object> model = new HashMap<>();
        model.put("sources", options(bridge.sources().keySet().stream().toList(), Optional.empty()));
        pages.show(context, "tail", "Live tail", model);
    }

    private void configuration(Context context) {
        Map<String, Object> model = new HashMap<>();
        model.put("configuration", bridge.configuration().toPrettyString());
        pages.show(context, "configuration", "Configuration", model);
    }

    private void reload(Context context) {
        Console.done(
                context, "/configuration", "Reloaded: " + configApi.run(context).summary());
    }

    private void audit(Context context) {
        RequestValues values = new RequestValues(context, bridge.clock());
        var page = bridge.spool().auditTrail(values.cursor("cursor"), values.limit());
        Map<String, Object> model = new HashMap<>();
        model.put(
                "entries",
                page.items().stream()
                        .map(entry -> Map.of(
                                "at", Wording.moment(entry.at()),
                                "who", entry.who(),
                                "action", entry.action(),
                                "detail", entry.detail()))
                        .toList());
        page.next().ifPresent(next -> model.put("next", next));
        pages.show(context, "audit", "Audit trail", model);
    }

    /** Choices of a list, with the one that is chosen. */
    static List<Map<String, Object>> options(List<String> values, Optional<String> chosen) {
        return values.stream()
                .map(value -> Map.<String, Object>of(
                        "value", value, "selected", chosen.filter(value::equals).isPresent()))
                .toList();
    }

    /** Goes on to a page that says what was done. */
    static void done(Context context, String path, String what) {
        Access.session(context).notice().set(what);
        context.redirect(path);
    }

    /** The query of the next part of a list, its filter kept. */
    static String nextQuery(Context context, String next) {
        Map<String, Optional<String>> parameters = new LinkedHashMap<>();
        context.queryParamMap()
                .forEach((name, given) -> parameters.put(name, given.stream().findFirst()));
        parameters.put("cursor", Optional.of(next));
        StringBuilder query = new StringBuilder("?");
        parameters.forEach((name, value) -> value.filter(text -> !text.isBlank())
                .ifPresent(text -> query.append(query.length() > 1 ? "&" : "")
                        .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(text, StandardCharsets.UTF_8))));
        return query.toString();
    }
}
