package io.siembridge.normalizers.snyk;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Bodies for tests, built or read from the samples, and the way to normalize them. */
final class Snapshots {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static final Map<String, String> HEADERS = Map.of(
            "x-snyk-event", "project_snapshot/v0",
            "x-snyk-transport-id", "4b7c8f1e-2d90-4a36-8e57-c19f0a6b3d24",
            "x-snyk-timestamp", "2026-01-15T11:59:00Z");

    static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");

    private static final Path SAMPLES = Path.of("..", "samples", "snyk");

    private Snapshots() {}

    /** One folder of samples, read when asked. */
    record Sample(Path folder) {
        String name() {
            return folder.getFileName().toString();
        }

        byte[] body() throws IOException {
            return Files.readAllBytes(folder.resolve("payload.json"));
        }

        Map<String, String> headers() throws IOException {
            Map<String, String> headers = new HashMap<>();
            for (String line : Files.readAllLines(folder.resolve("headers.txt"))) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            headers.keySet().retainAll(new SnykVendor().headers());
            return headers;
        }
    }

    static List<Sample> samples() {
        try (Stream<Path> folders = Files.list(SAMPLES)) {
            return folders.sorted().map(Sample::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A snapshot of an npm project with nothing in its lists. */
    static ObjectNode snapshot() {
        return object("""
                {"project": {"id": "p-1", "name": "shop/web:package.json", "type": "npm", "testFrequency": "daily",
                             "browseUrl": "https://app.snyk.example/org/shop/project/p-1"},
                 "org": {"id": "o-1", "slug": "shop"},
                 "newIssues": [], "removedIssues": []}
                """);
    }

    /** A vulnerability as Snyk sends it, without a CVE. */
    static ObjectNode vulnerability(String id, String packageName, String version) {
        ObjectNode issue = object("""
                {"issueType": "vuln",
                 "issueData": {"title": "Path Traversal", "severity": "high", "exploitMaturity": "no-known-exploit",
                               "identifiers": {"CVE": [], "CWE": ["CWE-22"]}},
                 "isPatched": false, "isIgnored": false, "fixInfo": {"isUpgradable": true, "fixedIn": ["9.9.9"]}}
                """);
        issue.put("id", id).put("pkgName", packageName);
        issue.putArray("pkgVersions").add(version);
        issue.withObject("issueData").put("id", id).put("url", "https://security.snyk.example/vuln/" + id);
        return issue;
    }

    static ObjectNode with(ObjectNode snapshot, String list, JsonNode... issues) {
        ArrayNode elements = snapshot.putArray(list);
        for (JsonNode issue : issues) {
            elements.add(issue);
        }
        return snapshot;
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Provenance provenance(Map<String, String> headers, byte[] body) {
        return new Provenance(
                "01KF0DYQ00TEST000000000000",
                "snyk",
                RECEIVED,
                "verified:hmac-sha256",
                headers,
                EventFactory.sha256(body));
    }

    static Normalization normalize(NormalizerSettings settings, Map<String, String> headers, byte[] body)
            throws MalformedPayloadException {
        return new SnykVendor().normalizer(settings).normalize(body, provenance(headers, body));
    }

    static Normalization normalize(Map<String, String> headers, byte[] body) throws MalformedPayloadException {
        return normalize(NormalizerSettings.defaultsFor(new SnykVendor()), headers, body);
    }

    static Normalization normalize(Map<String, String> headers, JsonNode body) {
        try {
            return normalize(headers, bytes(body));
        } catch (MalformedPayloadException e) {
            throw new AssertionError("A tree is JSON", e);
        }
    }

    /** The events of a body that came with all headers of a snapshot. */
    static List<OcsfEvent> events(JsonNode body) {
        return normalize(HEADERS, body).events();
    }

    /** The only event of a body that came with all headers of a snapshot. */
    static OcsfEvent event(JsonNode body) {
        List<OcsfEvent> events = events(body);
        if (events.size() != 1) {
            throw new AssertionError("One event expected: " + events);
        }
        return events.get(0);
    }

    /** The headers of a snapshot with some replaced; blank ones are left out. */
    static Map<String, String> headers(String name, String value) {
        Map<String, String> headers = new HashMap<>(HEADERS);
        headers.put(name, value);
        headers.values().removeIf(String::isBlank);
        return headers;
    }
}
