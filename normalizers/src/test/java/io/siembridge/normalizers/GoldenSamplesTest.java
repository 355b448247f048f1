package io.siembridge.normalizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every sample normalizes to exactly the events in its folder, and each of them is valid. Run with
 * {@code -Dsamples.rewrite=true} to write what came out as the new expectation, then review the difference like code.
 */
class GoldenSamplesTest {
    private static final boolean REWRITE = Boolean.getBoolean("samples.rewrite");
    private static final List<String> FILES =
            List.of("SOURCE.md", "expected.ocsf.json", "expected.unreadable.json", "headers.txt", "payload.json");

    @TestFactory
    Stream<DynamicTest> everySampleGivesTheExpectedEvents() {
        return SampleCase.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> checkEvents(sample)));
    }

    @TestFactory
    Stream<DynamicTest> everyEventIsValid() {
        return SampleCase.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
                    for (OcsfEvent event : sample.normalize().events()) {
                        // Parsed again from its bytes: what a consumer reads is what must be valid.
                        JsonNode read = SampleCase.JSON.readTree(event.toBytes());
                        assertThat(JsonSchemas.problems(read))
                                .as(event.toString())
                                .isEmpty();
                        assertThat(PinnedSchema.validator().problems(read))
                                .as(event.toString())
                                .isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyVendorHasAtLeastFiveSamples() {
        return Vendors.all().stream()
                .map(vendor -> DynamicTest.dynamicTest(
                        vendor.id(),
                        () -> assertThat(SampleCase.of(vendor).count()).isGreaterThanOrEqualTo(5)));
    }

    @TestFactory
    Stream<DynamicTest> noSampleFolderIsIncompleteOrOrphaned() throws IOException {
        try (Stream<Path> folders = Files.list(SampleCase.SAMPLES)) {
            return folders
                    .filter(Files::isDirectory)
                    .filter(folder -> !List.of("target", "src")
                            .contains(folder.getFileName().toString()))
                    .toList()
                    .stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> checkFolder(folder)));
        }
    }

    private static void checkFolder(Path folder) throws IOException {
        assertThat(Vendors.all().stream().map(Vendor::id))
                .contains(folder.getFileName().toString());
        try (Stream<Path> cases = Files.list(folder)) {
            for (Path each : cases.toList()) {
                try (Stream<Path> files = Files.list(each)) {
                    List<String> names = files.map(file -> file.getFileName().toString())
                            .sorted()
                            .toList();
                    assertThat(FILES).as("files of " + each).containsAll(names);
                    assertThat(names).as("files of " + each).contains("SOURCE.md", "headers.txt", "payload.json");
                    // A test that runs after this one may be about to write it.
                    assertThat(REWRITE || names.contains("expected.ocsf.json"))
                            .as("expectation in " + each)
                            .isTrue();
                }
            }
        }
    }

    private static void checkEvents(SampleCase sample) throws Exception {
        Normalization result = sample.normalize();
        ArrayNode events = SampleCase.JSON.createArrayNode();
        for (OcsfEvent event : result.events()) {
            events.add(SampleCase.JSON.readTree(event.toBytes()));
        }
        check(sample.expectedEvents(), events);
        if (!result.unreadable().isEmpty() || Files.exists(sample.expectedUnreadable())) {
            check(sample.expectedUnreadable(), SampleCase.JSON.valueToTree(result.unreadable()));
        }
    }

    private static void check(Path expectation, JsonNode actual) throws IOException {
        if (REWRITE && !isExpected(expectation, actual)) {
            // As bytes, because Jackson then escapes a lone surrogate, which a string could not be encoded with.
            byte[] pretty = SampleCase.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(actual);
            Files.write(expectation, pretty);
            Files.writeString(expectation, "\n", StandardOpenOption.APPEND);
        }
        assertThat(expectation).as("-Dsamples.rewrite=true writes it").exists();
        assertThat(actual.toPrettyString())
                .isEqualTo(SampleCase.read(expectation).toPrettyString());
    }

    private static boolean isExpected(Path expectation, JsonNode actual) throws IOException {
        return Files.exists(expectation)
                && SampleCase.read(expectation).toPrettyString().equals(actual.toPrettyString());
    }
}
