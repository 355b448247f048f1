package io.siembridge.normalizers.wallarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One webhook of the tests: a body, and what the normalizer makes of it. */
final class Webhook {
    static final JsonMapper JSON = new JsonMapper();
    static final WallarmVendor VENDOR = new WallarmVendor();
    static final NormalizerSettings DEFAULTS = NormalizerSettings.defaultsFor(VENDOR);

    private static final Path SAMPLES = Path.of("..", "samples", "wallarm");
    private static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");

    private Webhook() {}

    static Normalization normalize(byte[] body, NormalizerSettings settings) throws MalformedPayloadException {
        Provenance provenance = new Provenance(
                "01KF0DYQ00TEST00000000000A",
                "edge",
                RECEIVED,
                "verified:header-token",
                Map.of(),
                EventFactory.sha256(body));
        return VENDOR.normalizer(settings).normalize(body, provenance);
    }

    static Normalization normalize(String body) {
        return readable(body.getBytes(StandardCharsets.UTF_8), DEFAULTS);
    }

    /** The only event of a body. */
    static OcsfEvent event(String body) {
        return event(body, DEFAULTS);
    }

    static OcsfEvent event(String body, NormalizerSettings settings) {
        return only(readable(body.getBytes(StandardCharsets.UTF_8), settings));
    }

    static OcsfEvent event(byte[] body) {
        return only(readable(body, DEFAULTS));
    }

    private static Normalization readable(byte[] body, NormalizerSettings settings) {
        try {
            return normalize(body, settings);
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    private static OcsfEvent only(Normalization normalization) {
        List<OcsfEvent> events = normalization.events();
        if (events.size() != 1) {
            throw new AssertionError(events.size() + " events");
        }
        return events.get(0);
    }

    /** An enveloped notification whose details are the given members, written with single quotes. */
    static String notification(String type, String members) {
        return json(
                "[{'summary':'[Wallarm] Notification','details':{'client_name':'Acme','cloud':'EU','notification_type':'"
                        + type + "'" + (members.isEmpty() ? "" : "," + members) + "}}]");
    }

    /** A hit that lacks nothing, with some members set or replaced. */
    static String hit(String members) {
        ObjectNode hit = object(
                "{'object_type':'hit','type':'sqli','block_status':'monitored','method':'GET','path':'/a',"
                        + "'host':'shop.acme.example','remote_addr4':'198.51.100.7','request_time':1768471207,'id':['i','1']}");
        hit.setAll(object("{" + members + "}"));
        return notification("new_hits", "'hit':" + hit);
    }

    static ObjectNode object(String singleQuoted) {
        try {
            return (ObjectNode) JSON.readTree(json(singleQuoted));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    /** The event as a consumer reads it. */
    static JsonNode read(OcsfEvent event) {
        try {
            return JSON.readTree(event.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] sample(String folder) {
        return Objects.requireNonNull(samples().get(folder), folder);
    }

    /** The payloads of all samples by folder name. */
    static Map<String, byte[]> samples() {
        try (Stream<Path> folders = Files.list(SAMPLES)) {
            Map<String, byte[]> payloads = new TreeMap<>();
            for (Path folder : folders.toList()) {
                payloads.put(folder.getFileName().toString(), Files.readAllBytes(folder.resolve("payload.json")));
            }
            return payloads;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
