package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.vendor.Payload;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done about a vulnerability. */
final class Fix {
    private static final List<String> WAYS = List.of("isUpgradable", "isPinnable", "isPatchable", "isFixable");
    private static final int VERSIONS_SHOWN = 5;

    private final Issue issue;
    private final List<Payload> nearest;
    private final List<Payload> fixedIn;

    Fix(Issue issue) {
        this.issue = issue;
        // Both are empty most of the time.
        this.nearest =
                named(Stream.of(issue.at("fixInfo", "nearestFixedInVersion"), issue.advisory("nearestFixedInVersion")));
        this.fixedIn = named(issue.at("fixInfo", "fixedIn").elements().stream());
    }

    /**
     * The fixed version to go to from a version in use. Each line of releases has its own, in no particular order, so it
     * is the lowest that is not below the one in use.
     */
    Optional<Payload> versionFor(String inUse) {
        if (!nearest.isEmpty() || fixedIn.size() < 2) {
            return Stream.concat(nearest.stream(), fixedIn.stream()).findFirst();
        }
        ReleaseNumber used = ReleaseNumber.of(inUse);
        return fixedIn.stream()
                .filter(fixed -> !ReleaseNumber.of(text(fixed)).isBelow(used))
                .min(Comparator.comparing(fixed -> ReleaseNumber.of(text(fixed))))
                .or(() -> fixedIn.stream().findFirst());
    }

    /** Whether there is any way to fix it; empty if the issue says nothing about it. */
    Optional<Boolean> isAvailable() {
        List<Payload> answers = WAYS.stream()
                .map(way -> issue.at("fixInfo", way))
                .filter(way -> way.json().isBoolean())
                .toList();
        if (!answers.isEmpty()) {
            return Optional.of(answers.stream().anyMatch(Payload::isTrue));
        }
        return nearest.isEmpty() && fixedIn.isEmpty() ? Optional.empty() : Optional.of(true);
    }

    /** What a person should do, if Snyk names a version. */
    Optional<String> advice() {
        List<String> versions = Stream.concat(nearest.stream(), fixedIn.stream())
                .map(Fix::text)
                .distinct()
                .limit(VERSIONS_SHOWN)
                .toList();
        String what = issue.packageName().isEmpty() ? "the package" : issue.packageName();
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of("Upgrade " + what + " to " + String.join(", ", versions) + " or later");
    }

    private static List<Payload> named(Stream<Payload> versions) {
        return versions.filter(version -> version.text().isPresent()).toList();
    }

    private static String text(Payload version) {
        return version.text().orElse("");
    }
}
