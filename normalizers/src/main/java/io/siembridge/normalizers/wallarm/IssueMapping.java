package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A security issue, before 2026 called vulnerability, as a vulnerability finding. */
final class IssueMapping implements Mapping {
    static final String TYPE = "security_issue";
    static final String OLD_TYPE = "vuln";

    private static final int MAX_CVES = 20;
    private static final Pattern CVE = Pattern.compile("\\bCVE-[0-9]{4}-[0-9]{4,9}\\b", Pattern.CASE_INSENSITIVE);

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        Payload issue = notification.issue();
        if (Given.first(issue, "id", "title", "type").isEmpty()) {
            return Optional.empty();
        }
        EventBuilder event = events.start(
                notification,
                EventClass.VULNERABILITY_FINDING,
                EventClass.VULNERABILITY_FINDING.activity(1),
                "Security Issues");
        addSeverity(event, notification, events);
        event.status(1, "New").message(message(issue));
        Given.first(issue, "id").ifPresent(id -> event.inMetadata(metadata -> metadata.text("original_event_uid", id)));
        event.attributes().object("finding_info", finding -> addFinding(finding, notification, events));
        vulnerabilities(notification)
                .forEach(vulnerability -> event.attributes().add("vulnerabilities", vulnerability));
        AffectedSite.of(issue).ifPresent(site -> event.attributes().add("resources", site::addTo));
        return Optional.of(event);
    }

    private static void addSeverity(EventBuilder event, Notification notification, WallarmEvents events) {
        Optional<String> word = risk(notification.issue()).flatMap(Payload::text);
        Optional<Severity> known = word.isPresent()
                ? word.flatMap(events.severities()::ofRisk)
                : events.severities().ofRisk(riskInType(notification.type()));
        if (known.isEmpty() && word.isPresent()) {
            event.otherSeverity(word.get());
        }
        known.ifPresent(event::severity);
    }

    private static Optional<Payload> risk(Payload issue) {
        return Given.first(issue, "risk", "threat");
    }

    /** The last word of types such as {@code vuln_high}, which say the risk themselves. */
    private static String riskInType(String type) {
        return type.substring(type.lastIndexOf('_') + 1);
    }

    private static String message(Payload issue) {
        String title = title(issue);
        return Given.first(issue, "host", "domain")
                .flatMap(Payload::text)
                .filter(host -> !title.contains(host))
                .map(host ->
                        title + " at " + host + Given.text(issue.at("path")).orElse(""))
                .orElse(title);
    }

    private static String title(Payload issue) {
        return Given.first(issue, "title", "type").flatMap(Payload::text).orElse("Security issue");
    }

    private static Optional<Payload> link(Notification notification) {
        return Given.first(notification.details(), "security_issue_link", "vuln_link", "link")
                .or(() -> Given.first(notification.payload(), "link"))
                .filter(link -> link.text().filter(Attributes::isUrl).isPresent());
    }

    private static void addFinding(Attributes finding, Notification notification, WallarmEvents events) {
        Payload issue = notification.issue();
        finding.text("uid", events.findingUid(notification, "issue", identity(issue)));
        finding.text("title", title(issue));
        Given.first(issue, "title").ifPresent(Payload::markTaken);
        Given.first(issue, "type").ifPresent(type -> finding.addText("types", type));
        link(notification).ifPresent(link -> finding.text("src_url", link));
        Given.first(issue, "discovered_by").ifPresent(by -> finding.addText("data_sources", by));
        finding.integer("last_seen_time", events.received());
    }

    /** The vendor's id, the same when an issue is opened again; without one a digest that leaves out what may change. */
    private static String identity(Payload issue) {
        return Given.text(issue.at("id"))
                .orElseGet(() -> WallarmEvents.digest(
                        Given.textOf(issue, "host", "domain"),
                        Given.textOf(issue, "method"),
                        Given.textOf(issue, "path"),
                        Given.textOf(issue, "parameter"),
                        Given.textOf(issue, "type"),
                        Given.textOf(issue, "title")));
    }

    /** One entry for each CVE the title names, else one for the weakness behind the type, else one advisory. */
    private static Stream<Attributes> vulnerabilities(Notification notification) {
        Payload issue = notification.issue();
        List<String> weaknesses = type(issue).map(AttackType::weaknesses).orElse(List.of());
        List<String> cves = cves(title(issue));
        if (!cves.isEmpty()) {
            return cves.stream()
                    .map(cve -> vulnerability(notification).object("cve", it -> addCve(it, cve, weaknesses)));
        }
        Attributes only = vulnerability(notification);
        return Stream.of(
                weaknesses.isEmpty()
                        ? only.object("advisory", it -> addAdvisory(it, notification))
                        : only.set("cwe", Attributes.cwe(weaknesses.get(0))));
    }

    private static Optional<AttackType> type(Payload issue) {
        return Given.text(issue.at("type")).flatMap(AttackType::of);
    }

    private static List<String> cves(String title) {
        return CVE.matcher(title)
                .results()
                .map(MatchResult::group)
                .map(cve -> cve.toUpperCase(Locale.ROOT))
                .distinct()
                .limit(MAX_CVES)
                .toList();
    }

    private static Attributes vulnerability(Notification notification) {
        Payload issue = notification.issue();
        Attributes vulnerability = Attributes.create()
                .text("title", title(issue))
                .text("vendor_name", "Wallarm")
                .text("category", type(issue).map(AttackType::code));
        risk(issue).ifPresent(risk -> vulnerability.text("severity", risk));
        link(notification).ifPresent(link -> vulnerability.addText("references", link));
        return vulnerability;
    }

    private static void addCve(Attributes cve, String uid, List<String> weaknesses) {
        cve.text("uid", uid);
        weaknesses.forEach(weakness -> cve.add("related_cwes", Attributes.cwe(weakness)));
    }

    private static void addAdvisory(Attributes advisory, Notification notification) {
        Payload issue = notification.issue();
        advisory.text("uid", "wallarm-issue-" + identity(issue)).text("title", title(issue));
        link(notification).ifPresent(link -> advisory.text("src_url", link));
    }
}
