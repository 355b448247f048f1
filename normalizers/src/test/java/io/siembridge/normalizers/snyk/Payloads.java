package io.siembridge.normalizers.snyk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Snapshots for tests, and the headers they come with. */
final class Payloads {
    static final SnykVendor VENDOR = new SnykVendor();

    static final Map<String, String> HEADERS = Map.of(
            "x-snyk-event", "project_snapshot/v0",
            "x-snyk-transport-id", "4b7c8f1e-2d90-4a36-8e57-c19f0a6b3d24",
            "x-snyk-timestamp", "2026-01-15T11:59:00Z");

    private Payloads() {}

    /** A snapshot of an npm project with nothing in its lists. */
    static ObjectNode snapshot() {
        return Webhooks.object("""
                {'project': {'id': 'p-1', 'name': 'shop/web:package.json', 'type': 'npm', 'testFrequency': 'daily',
                             'browseUrl': 'https://app.snyk.example/org/shop/project/p-1'},
                 'org': {'id': 'o-1', 'slug': 'shop'},
                 'newIssues': [], 'removedIssues': []}
                """);
    }

    /** A vulnerability as Snyk sends it, without a CVE. */
    static ObjectNode vulnerability(String id, String packageName, String version) {
        ObjectNode issue = Webhooks.object("""
                {'issueType': 'vuln',
                 'issueData': {'title': 'Path Traversal', 'severity': 'high', 'exploitMaturity': 'no-known-exploit',
                               'identifiers': {'CVE': [], 'CWE': ['CWE-22']}},
                 'isPatched': false, 'isIgnored': false, 'fixInfo': {'isUpgradable': true, 'fixedIn': ['9.9.9']}}
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

    static Normalization normalize(NormalizerSettings settings, Map<String, String> headers, byte[] body)
            throws MalformedPayloadException {
        return Webhooks.normalize(VENDOR, body, headers, settings);
    }

    static Normalization normalize(Map<String, String> headers, byte[] body) throws MalformedPayloadException {
        return normalize(NormalizerSettings.defaultsFor(VENDOR), headers, body);
    }

    static Normalization normalize(Map<String, String> headers, JsonNode body) {
        try {
            return normalize(headers, Webhooks.bytes(body));
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
        return Webhooks.only(normalize(HEADERS, body));
    }

    /** The headers of a snapshot with one replaced; blank ones are left out. */
    static Map<String, String> headers(String name, String value) {
        Map<String, String> headers = new HashMap<>(HEADERS);
        headers.put(name, value);
        headers.values().removeIf(String::isBlank);
        return headers;
    }
}
