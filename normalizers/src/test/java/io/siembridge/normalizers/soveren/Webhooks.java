package io.siembridge.normalizers.soveren;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Normalizes what a test makes up, and reads the samples. */
final class Webhooks {
    static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");
    static final NormalizerSettings DEFAULTS = NormalizerSettings.defaultsFor(new SoverenVendor());

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Webhooks() {}

    static Normalization normalize(byte[] body, NormalizerSettings settings) throws MalformedPayloadException {
        Provenance provenance = new Provenance(
                "01KF0DYQ00TESTTESTTESTTEST",
                "soveren",
                RECEIVED,
                "verified:hmac-sha256",
                Map.of(),
                EventFactory.sha256(body));
        return new SoverenVendor().normalizer(settings).normalize(body, provenance);
    }

    static Normalization normalize(String body) throws MalformedPayloadException {
        return normalize(body.getBytes(StandardCharsets.UTF_8), DEFAULTS);
    }

    /** The event of an object that must give exactly one. */
    static OcsfEvent eventOf(JsonNode object) {
        return eventOf(object, DEFAULTS);
    }

    static OcsfEvent eventOf(JsonNode object, NormalizerSettings settings) {
        try {
            Normalization result = normalize(object.toString().getBytes(StandardCharsets.UTF_8), settings);
            if (result.events().size() != 1) {
                throw new AssertionError("One object gave " + result.events().size() + " events");
            }
            return result.events().get(0);
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    /** An event object, written with apostrophes in place of quotation marks. */
    static ObjectNode object(String json) {
        return (ObjectNode) json(json.replace('\'', '"'));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a consumer reads: the event parsed again from its bytes. */
    static JsonNode read(OcsfEvent event) {
        return json(new String(event.toBytes(), StandardCharsets.UTF_8));
    }

    /** Every sample body by the name of its folder. */
    static Map<String, byte[]> samples() {
        Map<String, byte[]> bodies = new TreeMap<>();
        try (Stream<Path> cases = Files.list(Path.of("..", "samples", "soveren"))) {
            for (Path each : cases.toList()) {
                bodies.put(each.getFileName().toString(), Files.readAllBytes(each.resolve("payload.json")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bodies;
    }

    /** The sample of an event type or trap whose body is one object. */
    static ObjectNode sample(String name) {
        byte[] body = samples().get(name);
        if (body == null) {
            throw new AssertionError("There is no sample " + name);
        }
        return (ObjectNode) json(new String(body, StandardCharsets.UTF_8));
    }
}
