package io.siembridge.normalizers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One folder of {@code samples}, read from the source tree so that its expectations can be rewritten. */
public record SampleCase(Vendor vendor, Path folder) {
    public static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The folder of all samples; tests run in the folder of their module. */
    static final Path SAMPLES = Path.of("..", "samples");

    /** The sample of this name, such as {@code snyk/ping}. */
    public static SampleCase named(String name) {
        return all().stream()
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no sample " + name));
    }

    static List<SampleCase> all() {
        return Vendors.all().stream().flatMap(SampleCase::of).toList();
    }

    public static Stream<SampleCase> of(Vendor vendor) {
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

    public byte[] payload() throws IOException {
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
        return Webhooks.provenance(vendor, body, headers());
    }

    public Map<String, String> headers() throws IOException {
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

    public Normalization normalize() throws IOException, MalformedPayloadException {
        return normalize(NormalizerSettings.defaultsFor(vendor));
    }

    public Normalization normalize(NormalizerSettings settings) throws IOException, MalformedPayloadException {
        return vendor.normalizer(settings).normalize(payload(), provenance());
    }

    static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    /** The name of the folder alone. */
    public String name() {
        return folder.getFileName().toString();
    }

    @Override
    public String toString() {
        return vendor.id() + "/" + name();
    }
}
