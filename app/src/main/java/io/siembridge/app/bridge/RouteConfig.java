package io.siembridge.app.bridge;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Key;
import io.siembridge.app.config.NearestName;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.normalizers.ocsf.Severity;
import java.util.List;
import java.util.Set;

/**
 * Which sources' events go where.
 *
 * @param minSeverity events below it are left out; events of unknown severity never are
 */
public record RouteConfig(List<String> from, Severity minSeverity, List<String> to) {
    private static final Key<List<String>> FROM =
            Key.required("from", ValueTypes.list(ValueTypes.text()), "Names of sources.");
    private static final Key<Severity> MIN_SEVERITY = Key.withDefault(
            "min_severity",
            ValueTypes.choice(Severity.choices()),
            "Unknown",
            "The least severity to forward; events whose severity nobody knows are always forwarded.");
    private static final Key<List<String>> TO =
            Key.required("to", ValueTypes.list(ValueTypes.text()), "Names of destinations.");

    static final Section<RouteConfig> SECTION = Section.of(
            values -> new RouteConfig(values.get(FROM), values.get(MIN_SEVERITY), values.get(TO)),
            FROM,
            MIN_SEVERITY,
            TO);

    /** Notes each name in a route that nothing has, where it stands. */
    static void checkNames(Section.Values values, Key<?> routes, Set<String> sources, Set<String> destinations) {
        for (ConfigNode route : values.elements(routes)) {
            route.member(FROM.name()).ifPresent(from -> checkNames(values, from, sources));
            route.member(TO.name()).ifPresent(to -> checkNames(values, to, destinations));
        }
    }

    private static void checkNames(Section.Values values, ConfigNode names, Set<String> known) {
        for (ConfigNode name : names.asList()) {
            if (name.kind() == ConfigNode.Kind.TEXT && !known.isEmpty() && !known.contains(name.text())) {
                values.problem(name, "there is no " + name.text() + NearestName.hint(name.text(), known));
            }
        }
    }
}
