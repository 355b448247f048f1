package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Text;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** One issue of a snapshot, with the project it is in. Its item is this issue alone and what it shares with others. */
final class Issue {
    private static final String LICENCE_ID_PREFIX = "snyk:lic:";
    private static final int VERSIONS_SHOWN = 3;

    /** An event has an object for each version, and again for each CVE; what is beyond stays in {@code unmapped}. */
    private static final int MAX_VERSIONS = 100;

    private final Item item;
    private final Payload payload;
    private final Payload issue;
    private final Payload advisory;
    private final Project project;
    private final boolean removed;
    private final String id;
    private final String packageName;
    private final List<Payload> packageVersions;

    /** @param list the name of the list the issue was in: the item has it with this issue as its only element */
    Issue(Item item, String list) {
        this.item = item;
        this.payload = Payload.of(item.json());
        this.issue = payload.at(list).elements().get(0);
        this.project = new Project(payload);
        this.removed = list.equals(Snapshot.REMOVED_ISSUES);
        this.advisory = issue.at("issueData");
        this.id = issue.text("id").orElse(advisory.text("id").orElse(""));
        this.packageName = issue.text("pkgName").orElse("");
        this.packageVersions = named(issue.at("pkgVersions").elements());
    }

    /** The versions in use that can be named; those that cannot stay in {@code unmapped}. */
    private static List<Payload> named(List<Payload> versions) {
        List<Payload> named = new ArrayList<>();
        for (Payload version : versions) {
            if (version.text().isPresent()) {
                named.add(version);
            }
        }
        return named;
    }

    enum Type {
        VULNERABILITY,
        LICENCE,
        CONFIGURATION,
        UNKNOWN
    }

    Item item() {
        return item;
    }

    Payload payload() {
        return payload;
    }

    Project project() {
        return project;
    }

    boolean isRemoved() {
        return removed;
    }

    boolean isIgnored() {
        return issue.isTrue("isIgnored");
    }

    boolean isPatched() {
        return issue.isTrue("isPatched");
    }

    Payload at(String... path) {
        return issue.at(path);
    }

    /** What the issue shares with all other occurrences of it: the advisory. */
    Payload advisory(String member) {
        return advisory.at(member);
    }

    /** The type by Snyk's word, and where there is none by the form of the id. */
    Type type() {
        if (typeWord().isEmpty() && id().isEmpty() && advisory("title").text().isEmpty()) {
            return Type.UNKNOWN;
        }
        String fallback = id().startsWith(LICENCE_ID_PREFIX) ? "license" : "vuln";
        return switch (typeWord().orElse(fallback).toLowerCase(Locale.ROOT)) {
            case "vuln" -> Type.VULNERABILITY;
            case "license" -> Type.LICENCE;
            case "configuration" -> Type.CONFIGURATION;
            default -> Type.UNKNOWN;
        };
    }

    Optional<String> typeWord() {
        return issue.text("issueType");
    }

    /** The id of the advisory: many projects, and packages of one project, have an issue of this id. */
    String id() {
        return id;
    }

    /** The id, or for want of one a digest of what names the issue for a person. */
    String key() {
        if (!id().isEmpty()) {
            return id();
        }
        return "sha256-"
                + EventFactory.digest(
                        typeWord().orElse(""), title(), advisory("url").text().orElse(""));
    }

    /** {@code finding_info.uid}. It has no version: the finding stays the same while the package moves within the range. */
    String findingUid() {
        String place = project.id().or(() -> project.name().text()).orElse("");
        return "snyk:" + place + ":" + key() + ":" + packageName();
    }

    String title() {
        return advisory("title").text().orElse(id().isEmpty() ? "Issue" : id());
    }

    String packageName() {
        return packageName;
    }

    /** The versions that are listed in an event. */
    List<Payload> listedVersions() {
        return packageVersions.subList(0, Math.min(MAX_VERSIONS, packageVersions.size()));
    }

    /** The package with its versions for a person, {@code lodash@4.17.15}; empty if there is no package. */
    String packageLabel() {
        if (packageName.isEmpty() || packageVersions.isEmpty()) {
            return packageName;
        }
        StringJoiner shown = new StringJoiner(", ", packageName + "@", "");
        int more = packageVersions.size() - VERSIONS_SHOWN;
        for (Payload version : packageVersions.subList(0, Math.min(VERSIONS_SHOWN, packageVersions.size()))) {
            shown.add(version.text().orElse(""));
        }
        return more > 0 ? shown + " and " + more + " more" : shown.toString();
    }

    /** Where the issue is, for the end of a message: {@code " (shop/backend:package.json)"}. */
    String place() {
        return project.name()
                .text()
                .map(name -> " (" + Text.oneLine(name) + ")")
                .orElse("");
    }
}
