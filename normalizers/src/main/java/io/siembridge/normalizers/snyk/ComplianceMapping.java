package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.ResourceRole;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.regex.Pattern;

/** A licence that a policy refuses, or a setting that a rule refuses, to {@code compliance_finding}. */
final class ComplianceMapping {
    private static final Pattern LICENCE = Pattern.compile(" licen[cs]e$", Pattern.CASE_INSENSITIVE);

    private final SnykEvents events;
    private final Issue issue;
    private final Finding finding;

    ComplianceMapping(SnykEvents events, Issue issue) {
        this.events = events;
        this.issue = issue;
        this.finding = new Finding(events, issue);
    }

    OcsfEvent licence() {
        String licence = licenceName();
        EventBuilder event = start("License compliance");
        String breach = issue.isRemoved() ? " no longer breaks the licence policy" : " breaks the licence policy";
        event.message(finding.outcome() + "Licence " + licence + ofPackage() + breach + issue.place());
        event.attributes()
                .object(
                        "compliance",
                        compliance -> addStatus(compliance
                                .text("control", "Open source licence policy")
                                .text("category", "License")
                                .addText("requirements", licence)
                                .addText("standards", "Snyk license policy")));
        addPackages(event.attributes(), licence);
        issue.project().addTo(event.attributes(), ResourceRole.RELATED);
        if (!issue.isRemoved()) {
            event.attributes()
                    .object(
                            "remediation",
                            remediation ->
                                    remediation.text("desc", "Replace the package or have the licence approved"));
        }
        return finish(event);
    }

    /** Here the project itself is affected, at a path in its files. */
    OcsfEvent configuration() {
        EventBuilder event = start("Configuration");
        event.message(finding.outcome() + issue.title() + issue.place());
        event.attributes()
                .object(
                        "compliance",
                        compliance -> addStatus(compliance
                                .text("control", issue.title())
                                .text("category", "Configuration")
                                .addText("requirements", issue.advisory("violatedPolicyPublicId"))
                                .addText("standards", "Snyk security rules")));
        Attributes details = Attributes.create();
        if (issue.project().isNamed()) {
            details.text("path", issue.advisory("path"));
        }
        issue.project().addTo(event.attributes(), ResourceRole.AFFECTED, details);
        return finish(event);
    }

    private EventBuilder start(String feature) {
        EventBuilder event = finding.start(
                EventClass.COMPLIANCE_FINDING,
                info -> info.text("title", issue.title())
                        .text("title", issue.advisory("title"))
                        .text("src_url", issue.project().browseUrl().text().filter(Attributes::isUrl)));
        event.inMetadata(metadata ->
                metadata.object("product", product -> product.object("feature", it -> it.text("name", feature))));
        return event;
    }

    private void addStatus(Attributes compliance) {
        if (issue.isRemoved()) {
            compliance.choice("status_id", 1, "status", "Pass");
        } else {
            compliance.choice("status_id", 3, "status", "Fail");
        }
    }

    private OcsfEvent finish(EventBuilder event) {
        return events.finish(event, issue.item(), issue.payload(), "issue", Forwarding.ALWAYS);
    }

    /** The last part of the id, {@code snyk:lic:npm:widget:GPL-3.0}, or what the title says before {@code license}. */
    private String licenceName() {
        String id = issue.id();
        int colon = id.lastIndexOf(':');
        String last = colon < 0 ? "" : id.substring(colon + 1);
        return last.isBlank() ? LICENCE.matcher(issue.title()).replaceFirst("") : last;
    }

    private String ofPackage() {
        String label = issue.packageLabel();
        return label.isEmpty() ? "" : " of " + label;
    }

    /** The package, once for each version in use. */
    private void addPackages(Attributes event, String licence) {
        if (issue.packageName().isEmpty()) {
            return;
        }
        List<Payload> versions = issue.listedVersions();
        versions.forEach(version -> {
            Attributes resource = Attributes.create()
                    .text("uid", AffectedPackages.purl(issue, version))
                    .text("name", issue.at("pkgName"))
                    .text("version", version);
            event.add("resources", describePackage(resource, licence));
        });
        if (versions.isEmpty()) {
            event.add("resources", describePackage(Attributes.create().text("name", issue.at("pkgName")), licence));
        }
    }

    private Attributes describePackage(Attributes resource, String licence) {
        resource.text("type", "Software Package")
                .object(
                        "data",
                        data -> data.text("license", licence)
                                .text("package_manager", issue.project().typeAsSent()));
        return ResourceRole.AFFECTED.addTo(resource);
    }
}
