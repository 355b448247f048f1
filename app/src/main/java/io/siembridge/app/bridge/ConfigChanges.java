package io.siembridge.app.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** What is different between two configurations, for an operator. Names only: values may be secrets. */
final class ConfigChanges {
    private ConfigChanges() {}

    /** What a reload applies. */
    static List<String> applied(BridgeConfig before, BridgeConfig after) {
        List<String> changes = new ArrayList<>();
        compare("source", before.sources(), after.sources(), Object::equals, changes);
        compare("destination", before.destinations(), after.destinations(), DestinationConfig::isSameAs, changes);
        if (!before.events().equals(after.events())) {
            changes.add("events changed");
        }
        if (!before.routes().equals(after.routes())) {
            changes.add("routes changed");
        }
        return changes;
    }

    private static <T> void compare(
            String what,
            Map<String, T> before,
            Map<String, T> after,
            BiPredicate<? super T, ? super T> same,
            List<String> changes) {
        after.forEach((name, value) -> {
            T old = before.get(name);
            if (old == null) {
                changes.add(what + " " + name + " added");
            } else if (!same.test(old, value)) {
                changes.add(what + " " + name + " changed");
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> changes.add(what + " " + name + " removed"));
    }

    /** Sections that a running bridge cannot change. */
    static List<String> needingRestart(BridgeConfig running, BridgeConfig file) {
        List<String> sections = new ArrayList<>();
        if (!running.server().equals(file.server())) {
            sections.add("server");
        }
        if (!running.admin().equals(file.admin())) {
            sections.add("admin");
        }
        if (!running.spool().equals(file.spool())) {
            sections.add("spool");
        }
        return sections;
    }
}
