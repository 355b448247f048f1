package io.siembridge.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Webhooks to measure with: a sample as it is, or one grown to a size. */
public final class Webhooks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Webhooks() {}

    public static Sample sample(String id) {
        return new Samples(Vendors.all())
                .withId(id)
                .orElseThrow(() -> new IllegalArgumentException("There is no sample " + id));
    }

    static Normalizer normalizer(Vendor vendor) {
        return vendor.normalizer(NormalizerSettings.defaultsFor(vendor));
    }

    static Provenance provenance(Sample sample, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        sample.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Provenance(
                "01KF0DYQ00BENCHMARK0000000",
                sample.vendor().id(),
                Instant.EPOCH,
                "verified:hmac-sha256",
                headers,
                EventFactory.sha256(body));
    }

    /** A Wallarm body of so many copies of the one element of a sample. */
    static byte[] hits(Sample sample, int count) {
        String array = new String(sample.payload(), StandardCharsets.UTF_8).strip();
        String element = array.substring(1, array.length() - 1);
        return IntStream.range(0, count)
                .mapToObj(i -> element)
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A Snyk body of so many new issues, each unlike the others; about 5 KB an issue. */
    public static byte[] issues(Sample sample, int count, int variant) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(sample.payload());
        ArrayNode some = (ArrayNode) body.get("newIssues");
        ArrayNode all = JSON.createArrayNode();
        for (int i = 0; i < count; i++) {
            ObjectNode issue = some.get(i % some.size()).deepCopy();
            issue.put("id", issue.path("id").asText() + "-" + variant + "-" + i);
            ((ObjectNode) issue.get("issueData")).put("description", "Overview: what went wrong. ".repeat(140));
            all.add(issue);
        }
        body.set("newIssues", all);
        return JSON.writeValueAsBytes(body);
    }
}
