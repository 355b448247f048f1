package io.siembridge.normalizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme;
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

/** One folder of {@code samples}, read from the source tree so that its expectations can be rewritten. */
record SampleCase(Vendor vendor, Path folder) {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The folder of all samples; tests run in the folder of their module. */
    static final Path SAMPLES = Path.of("..", "samples");

    private static final String RECEIPT = "01KF0DYQ00SAMPLE0000000000";
    private static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");

    static List<SampleCase> all() {
        return Vendors.all().stream().flatMap(SampleCase::of).toList();
    }

    static Stream<SampleCase> of(Vendor vendor) {
        Path folder = SAMPLES.resolve(vendor.id());
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> cases = Files.list(folder)) {
            return cases
                    .filter(Files::isDirectory)
                    .sorted()
                    .map(each -> new SampleCase(vendor, each))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] payload() throws IOException {
        return Files.readAllBytes(folder.resolve("payload.json"));
    }

    Path expectedEvents() {
        return folder.resolve("expected.ocsf.json");
    }

    /** Only for cases with a part that cannot be read. */
    Path expectedUnreadable() {
        return folder.resolve("expected.unreadable.json");
    }

    Provenance provenance() throws IOException {
        return provenance(payload());
    }

    Provenance provenance(byte[] body) throws IOException {
        String label = vendor.verification() instanceof VerificationScheme.HmacSignature hmac
                ? "verified:" + hmac.algorithm().id()
                : "verified:header-token";
        return new Provenance(RECEIPT, vendor.id(), RECEIVED, label, headers(), EventFactory.sha256(body));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> kept = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("headers.txt"))) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (vendor.headers().contains(name)) {
                kept.put(name, line.substring(colon + 1).strip());
            }
        }
        return kept;
    }

    Normalization normalize() throws IOException, MalformedPayloadException {
        return normalize(NormalizerSettings.defaultsFor(vendor));
    }

    Normalization normalize(NormalizerSettings settings) throws IOException, MalformedPayloadException {
        return vendor.normalizer(settings).normalize(payload(), provenance());
    }

    static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    @Override
    public String toString() {
        return vendor.id() + "/" + folder.getFileName();
    }
}
