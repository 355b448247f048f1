package io.siembridge.app.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.Section.Values;
import io.siembridge.app.config.ShownConfig;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.operator.AdminConfig;
import io.siembridge.app.report.ReportVendor;
import io.siembridge.app.report.Reporter;
import io.siembridge.app.source.ServerConfig;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole validated configuration.
 *
 * @param shown the same for people to look at: defaults filled in, secrets as stars
 */
public record BridgeConfig(
        ServerConfig server,
        AdminConfig admin,
        SpoolConfig spool,
        Map<String, SourceConfig> sources,
        Map<String, DestinationConfig> destinations,
        EventsConfig events,
        List<RouteConfig> routes,
        JsonNode shown) {
    private static final Key<ServerConfig> SERVER = Key.orElse(
            "server",
            ServerConfig.SECTION,
            ServerConfig.SECTION.placeholder(),
            "The public listener that takes webhooks.");
    private static final Key<AdminConfig> ADMIN = Key.orElse(
            "admin",
            AdminConfig.SECTION,
            AdminConfig.SECTION.placeholder(),
            "The operator's listener: health, metrics, API and console.");
    private static final Key<SpoolConfig> SPOOL = Key.orElse(
            "spool",
            SpoolConfig.SECTION,
            SpoolConfig.SECTION.placeholder(),
            "Where webhooks are kept until delivered.");
    private static final Key<Map<String, SourceConfig>> SOURCES = Key.required(
            "sources",
            ValueTypes.named("a source", SourceConfig.section(Vendors.all())),
            "Who sends webhooks; each name is the last part of a URL /webhooks/NAME.");
    private static final Key<Map<String, DestinationConfig>> DESTINATIONS = Key.required(
            "destinations",
            ValueTypes.named("a destination", DestinationConfig.section(DestinationTypes.all())),
            "Where events go.");
    private static final Key<EventsConfig> EVENTS =
            Key.orElse("events", EventsConfig.SECTION, EventsConfig.defaults(), "What is forwarded beyond findings.");
    private static final Key<List<RouteConfig>> ROUTES = Key.orElse(
            "routes",
            ValueTypes.list(RouteConfig.SECTION),
            List.of(),
            "Which sources go to which destinations; without it every source goes everywhere.");

    public static final Section<BridgeConfig> SECTION =
            Section.of(BridgeConfig::read, SERVER, ADMIN, SPOOL, SOURCES, DESTINATIONS, EVENTS, ROUTES);

    private static BridgeConfig read(Values values) {
        BridgeConfig config = new BridgeConfig(
                values.get(SERVER),
                values.get(ADMIN),
                values.get(SPOOL),
                values.get(SOURCES),
                values.get(DESTINATIONS),
                values.get(EVENTS),
                values.get(ROUTES),
                ShownConfig.of(values.written(), jsonSchema()));
        if (values.has(SOURCES) && config.sources.isEmpty()) {
            values.problem(SOURCES, "names no source, so nothing could be received");
        }
        if (values.has(DESTINATIONS) && config.destinations.isEmpty()) {
            values.problem(DESTINATIONS, "names no destination, so nothing could be delivered");
        }
        if (config.sources.containsKey(ReportVendor.ID)) {
            values.problem(SOURCES, ReportVendor.ID + " is the source of the bridge's own reports; name it otherwise");
        }
        RouteConfig.checkNames(
                values, ROUTES, config.sources.isEmpty() ? Set.of() : config.origins(), config.destinations.keySet());
        config.checkThatEverySourceGoesSomewhere(values);
        config.checkThatListenersDiffer(values);
        DestinationConfig.checkThatFilesDiffer(values, DESTINATIONS, DestinationTypes.all());
        return config;
    }

    private void checkThatListenersDiffer(Values values) {
        if (server.listen().collidesWith(admin.listen())) {
            values.problem(
                    ADMIN, "listens where server listens, on " + server.listen() + "; give it a port of its own");
        }
    }

    private void checkThatEverySourceGoesSomewhere(Values values) {
        for (String source : origins()) {
            if (!destinations.isEmpty() && destinationsOf(source).isEmpty()) {
                // Even where a name in a route is at fault: this is what the fault comes to.
                values.problem(
                        values.place(ROUTES), "no route takes webhooks of " + source + " anywhere; add it to a from");
            }
        }
    }

    /** Where events may come from: the sources, and the bridge itself if it is to report. */
    private Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>(sources.keySet());
        if (events.ledger()) {
            origins.add(ReportVendor.ID);
        }
        return origins;
    }

    /** What the bridge is to report of itself, and where to. */
    public Reporter.Wanted reports() {
        return new Reporter.Wanted(sources.keySet(), events.ledger() ? destinationsOf(ReportVendor.ID) : List.of());
    }

    /** Names of the destinations a source's webhooks are owed to. */
    public List<String> destinationsOf(String source) {
        if (routes.isEmpty()) {
            return List.copyOf(destinations.keySet());
        }
        return routes.stream()
                .filter(route -> route.from().contains(source))
                .flatMap(route -> route.to().stream())
                .distinct()
                .toList();
    }

    /** The same for all sources. */
    public Map<String, List<String>> destinationsBySource() {
        Map<String, List<String>> bySource = new LinkedHashMap<>();
        sources.keySet().forEach(source -> bySource.put(source, destinationsOf(source)));
        return bySource;
    }

    /** Whether a destination is to get an event of a source. */
    public boolean forwards(String source, String destination, OcsfEvent event) {
        return isSwitchedOn(event) && isSevereEnough(source, destination, event);
    }

    /** Whether events of its kind are forwarded at all. */
    public boolean isSwitchedOn(OcsfEvent event) {
        return switch (event.forwarding()) {
            case ALWAYS -> true;
            case TEST -> events.tests();
            case SCAN -> events.scans();
            case STATISTICS -> events.statistics();
        };
    }

    private boolean isSevereEnough(String source, String destination, OcsfEvent event) {
        if (routes.isEmpty() || event.forwarding() != Forwarding.ALWAYS) {
            return true;
        }
        Severity severity = event.severity();
        if (severity == Severity.UNKNOWN || severity == Severity.OTHER) {
            return true;
        }
        Stream<RouteConfig> routesThere = routes.stream()
                .filter(route -> route.from().contains(source) && route.to().contains(destination));
        List<RouteConfig> there = routesThere.toList();
        // A webhook can be replayed to a destination that no route leads to: then an operator wants all of it.
        return there.isEmpty()
                || there.stream()
                        .anyMatch(route -> severity.id() >= route.minSeverity().id());
    }

    /** This configuration with what a running bridge can take from another: all but its listeners and its spool. */
    BridgeConfig with(BridgeConfig next) {
        ObjectNode shownNow = next.shown.deepCopy();
        for (Key<?> fixed : List.of(SERVER, ADMIN, SPOOL)) {
            shownNow.remove(fixed.name());
            if (shown.has(fixed.name())) {
                shownNow.set(fixed.name(), shown.get(fixed.name()));
            }
        }
        return new BridgeConfig(
                server, admin, spool, next.sources, next.destinations, next.events, next.routes, shownNow);
    }

    /** What an operator should be told at every start. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        sources.values().stream()
                .filter(SourceConfig::isUnverified)
                .forEach(source -> warnings.add(
                        "Source " + source.name() + " is unverified: anybody who can reach it may send anything"));
        if (!events.tests()
                && sources.values().stream().anyMatch(source -> source.canary().isPresent())) {
            warnings.add("Canaries are test deliveries, and events.tests: false keeps those from every destination");
        }
        if (!admin.listen().isLoopback()) {
            warnings.add("The operator's listener is on " + admin.listen() + ", reachable from other machines");
        }
        if (admin.token().isEmpty()) {
            warnings.add("admin.token is not set: metrics, API and console are closed");
        }
        if (admin.isTokenShort()) {
            warnings.add("admin.token is short enough to be guessed; make a longer one with: openssl rand -hex 24");
        }
        return warnings;
    }

    /** A JSON Schema of the file, for editors. */
    public static ObjectNode jsonSchema() {
        ObjectNode schema = SECTION.schema();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "SIEM Bridge configuration");
        return schema;
    }
}
