package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Optional;

/** The package with the vulnerability, once for each version of it in use. */
final class AffectedPackages {
    private final Issue issue;
    private final Fix fix;
    private final boolean ofSystem;

    AffectedPackages(Issue issue, Fix fix) {
        this.issue = issue;
        this.fix = fix;
        boolean linux = issue.advisory("language").text().orElse("").equals("linux");
        this.ofSystem = linux || issue.project().holdsSystemPackages();
    }

    /** Whether the package belongs to an operating system rather than to a program. */
    boolean isOfSystem() {
        return ofSystem;
    }

    /** Adds nothing for an issue without package or version, since the schema wants both. */
    void addTo(Attributes vulnerability) {
        if (!issue.packageName().isEmpty()) {
            for (Payload version : issue.listedVersions()) {
                vulnerability.add("affected_packages", affectedPackage(version));
            }
        }
    }

    private Attributes affectedPackage(Payload version) {
        Attributes affected = Attributes.create()
                .text("name", issue.at("pkgName"))
                .text("version", version)
                .choice("type_id", ofSystem ? 2 : 1, "type", ofSystem ? "Operating System" : "Application")
                .text("package_manager", issue.project().typeAsSent())
                .text("purl", purl(issue, version));
        fix.versionFor(version.text().orElse("")).ifPresent(fixed -> affected.text("fixed_in_version", fixed));
        return affected;
    }

    /** The package URL of one version of the issue's package, where Snyk's names can be turned into one. */
    static Optional<String> purl(Issue issue, Payload version) {
        return PackageUrl.of(
                        issue.project().type(),
                        issue.id(),
                        issue.packageName(),
                        version.text().orElse(""))
                .map(PackageUrl::toString);
    }
}
