package io.siembridge.normalizers.snyk;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Linux distribution an advisory is for. A snapshot does not name it, but the id of the issue does:
 * {@code SNYK-DEBIAN12-CURL-7000001}. Only distributions whose vendor name in package URLs is settled are known.
 *
 * @param packageType {@code deb}, {@code rpm} or {@code apk}
 * @param vendor the namespace in a package URL
 * @param qualifier name and release, {@code debian-12}
 */
record LinuxDistribution(String packageType, String vendor, String qualifier) {
    /** Of a project that says only that it is Linux. */
    static final String ANY_PACKAGE_TYPE = "linux";

    private static final Pattern ISSUE_ID = Pattern.compile("SNYK-([A-Z]+)([0-9]{1,6})-.*", Pattern.DOTALL);

    static Optional<LinuxDistribution> of(String issueId) {
        Matcher id = ISSUE_ID.matcher(issueId);
        if (!id.matches()) {
            return Optional.empty();
        }
        String release = id.group(2);
        return switch (id.group(1)) {
            case "DEBIAN" -> Optional.of(new LinuxDistribution("deb", "debian", "debian-" + release));
            case "UBUNTU" -> Optional.of(new LinuxDistribution("deb", "ubuntu", "ubuntu-" + dotted(release, 2)));
            case "ALPINE" -> Optional.of(new LinuxDistribution("apk", "alpine", "alpine-" + dotted(release, 1)));
            case "RHEL" -> Optional.of(new LinuxDistribution("rpm", "redhat", "rhel-" + release));
            case "CENTOS" -> Optional.of(new LinuxDistribution("rpm", "centos", "centos-" + release));
            default -> Optional.empty();
        };
    }

    boolean has(String type) {
        return type.equals(ANY_PACKAGE_TYPE) || type.equals(packageType);
    }

    /** Ids leave the dot out: {@code UBUNTU2204} is 22.04, {@code ALPINE318} is 3.18. */
    private static String dotted(String release, int digitsBefore) {
        return release.length() <= digitsBefore
                ? release
                : release.substring(0, digitsBefore) + "." + release.substring(digitsBefore);
    }
}
