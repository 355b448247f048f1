package io.siembridge.normalizers.snyk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A package URL, {@code pkg:type/namespace/name@version?qualifiers#subpath}, after the purl specification and its
 * definitions of types. {@link #of} makes one of Snyk's names, or none where a name does not have the parts its type
 * demands: a wrong package URL would point at somebody else's package.
 */
record PackageUrl(
        String type,
        List<String> namespace,
        String name,
        String version,
        SortedMap<String, String> qualifiers,
        String subpath) {

    /** Project types, which are package managers, and the type of package each manages. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("npm", "npm"),
            Map.entry("yarn", "npm"),
            Map.entry("yarn-workspace", "npm"),
            Map.entry("pnpm", "npm"),
            Map.entry("maven", "maven"),
            Map.entry("gradle", "maven"),
            Map.entry("sbt", "maven"),
            Map.entry("pip", "pypi"),
            Map.entry("pipenv", "pypi"),
            Map.entry("poetry", "pypi"),
            Map.entry("rubygems", "gem"),
            Map.entry("nuget", "nuget"),
            Map.entry("paket", "nuget"),
            Map.entry("composer", "composer"),
            Map.entry("golang", "golang"),
            Map.entry("golangdep", "golang"),
            Map.entry("gomodules", "golang"),
            Map.entry("govendor", "golang"),
            Map.entry("hex", "hex"),
            Map.entry("cocoapods", "cocoapods"),
            Map.entry("deb", "deb"),
            Map.entry("rpm", "rpm"),
            Map.entry("apk", "apk"),
            Map.entry("linux", LinuxDistribution.ANY_PACKAGE_TYPE),
            Map.entry("dockerfile", LinuxDistribution.ANY_PACKAGE_TYPE));

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = ".-_~:";
    private static final Pattern PYPI_SEPARATORS = Pattern.compile("[-_.]+");
    private static final Pattern EPOCH = Pattern.compile("[0-9]+:.+");

    PackageUrl {
        namespace = List.copyOf(namespace);
        qualifiers = Collections.unmodifiableSortedMap(new TreeMap<>(qualifiers));
    }

    /**
     * The package URL of a package as Snyk names it.
     *
     * @param projectType the project's package manager, lower case
     * @param issueId names the Linux distribution, which {@code deb}, {@code rpm} and {@code apk} need
     */
    static Optional<PackageUrl> of(String projectType, String issueId, String packageName, String version) {
        String type = TYPES.getOrDefault(projectType, "");
        String lower = packageName.toLowerCase(Locale.ROOT);
        return switch (type) {
            case "npm" -> npm(packageName, version);
            case "maven" -> path(type, packageName, ":", 2, 2, version);
            case "composer" -> path(type, lower, "/", 2, 2, version);
            case "golang" -> path(type, lower, "/", 2, Integer.MAX_VALUE, version);
            case "pypi" -> path(type, PYPI_SEPARATORS.matcher(lower).replaceAll("-"), "/", 1, 1, version);
            case "hex" -> path(type, lower, "/", 1, 1, version);
            case "gem", "nuget" -> path(type, packageName, "/", 1, 1, version);
            case "cocoapods" -> pod(packageName, version);
            case "" -> Optional.empty();
            default ->
                LinuxDistribution.of(issueId)
                        .filter(distribution -> distribution.has(type))
                        .flatMap(distribution -> system(distribution, packageName, version));
        };
    }

    /** A name of so many segments, of which the last is the name and those before it the namespace. */
    private static Optional<PackageUrl> path(
            String type, String name, String separator, int minSegments, int maxSegments, String version) {
        List<String> segments = Arrays.asList(name.split(separator, -1));
        boolean fits = segments.size() >= minSegments && segments.size() <= maxSegments;
        if (!fits || segments.stream().anyMatch(PackageUrl::isNoSegment)) {
            return Optional.empty();
        }
        int last = segments.size() - 1;
        return Optional.of(
                new PackageUrl(type, segments.subList(0, last), segments.get(last), version, new TreeMap<>(), ""));
    }

    /** A scope is the namespace, with its at sign; a slash is allowed nowhere else. */
    private static Optional<PackageUrl> npm(String name, String version) {
        int segments = name.startsWith("@") ? 2 : 1;
        return path("npm", name, "/", segments, segments, version);
    }

    /** What follows the slash is a part of the pod, its subspec. */
    private static Optional<PackageUrl> pod(String name, String version) {
        int slash = name.indexOf('/');
        String pod = slash < 0 ? name : name.substring(0, slash);
        String part = slash < 0 ? "" : name.substring(slash + 1);
        boolean fits = slash < 0 || Arrays.stream(part.split("/", -1)).noneMatch(PackageUrl::isNoSegment);
        return path("cocoapods", pod, "/", 1, 1, version)
                .filter(url -> fits)
                .map(url -> new PackageUrl(url.type, List.of(), pod, version, new TreeMap<>(), part));
    }

    /** Snyk names a package of a distribution {@code source/binary}; installed, and so named here, is the binary one. */
    private static Optional<PackageUrl> system(LinuxDistribution distribution, String name, String version) {
        String binary = name.substring(name.lastIndexOf('/') + 1);
        if (isNoSegment(binary)) {
            return Optional.empty();
        }
        SortedMap<String, String> qualifiers = new TreeMap<>(Map.of("distro", distribution.qualifier()));
        boolean rpm = distribution.packageType().equals("rpm");
        String shown = version;
        // An RPM's epoch is a qualifier; in the other two it is a part of the version.
        if (rpm && EPOCH.matcher(version).matches()) {
            qualifiers.put("epoch", version.substring(0, version.indexOf(':')));
            shown = version.substring(version.indexOf(':') + 1);
        }
        return Optional.of(new PackageUrl(
                distribution.packageType(),
                List.of(distribution.vendor()),
                rpm ? binary : binary.toLowerCase(Locale.ROOT),
                shown,
                qualifiers,
                ""));
    }

    private static boolean isNoSegment(String text) {
        return text.isBlank() || text.equals(".") || text.equals("..");
    }

    @Override
    public String toString() {
        StringBuilder url = new StringBuilder("pkg:").append(type);
        namespace.forEach(segment -> url.append('/').append(encode(segment)));
        url.append('/').append(encode(name));
        if (!version.isBlank()) {
            url.append('@').append(encode(version));
        }
        Iterator<Map.Entry<String, String>> each = qualifiers.entrySet().iterator();
        for (char separator = '?'; each.hasNext(); separator = '&') {
            Map.Entry<String, String> qualifier = each.next();
            url.append(separator).append(qualifier.getKey()).append('=').append(encode(qualifier.getValue()));
        }
        if (!subpath.isEmpty()) {
            url.append('#')
                    .append(Arrays.stream(subpath.split("/", -1))
                            .map(PackageUrl::encode)
                            .collect(Collectors.joining("/")));
        }
        return url.toString();
    }

    /** Percent-encoding as the specification wants it: all but letters, digits, {@code .-_~} and the colon. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xFF);
            boolean asIs = (character >= 'a' && character <= 'z')
                    || (character >= 'A' && character <= 'Z')
                    || (character >= '0' && character <= '9')
                    || UNRESERVED.indexOf(character) >= 0;
            if (asIs) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HEX.toHexDigits(each));
            }
        }
        return encoded.toString();
    }
}
