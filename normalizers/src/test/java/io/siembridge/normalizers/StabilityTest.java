package io.siembridge.normalizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The same bytes give the same events, so that a SIEM can drop what it has seen. */
class StabilityTest {
    @TestFactory
    Stream<DynamicTest> sameBytesGiveTheSameEvents() {
        return forEachSample(sample -> assertThat(texts(sample, false)).isEqualTo(texts(sample, false)));
    }

    @TestFactory
    Stream<DynamicTest> machineAndItsUserMakeNoDifference() {
        return forEachSample(sample -> {
            List<String> expected = texts(sample, false);
            Locale locale = Locale.getDefault();
            TimeZone zone = TimeZone.getDefault();
            try {
                // Turkish has its own lower case of I, Chatham an offset of three quarters of an hour.
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
                assertThat(texts(sample, false)).isEqualTo(expected);
            } finally {
                Locale.setDefault(locale);
                TimeZone.setDefault(zone);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> uidsOfOneWebhookDiffer() {
        return forEachSample(sample -> assertThat(uids(sample, false)).doesNotHaveDuplicates());
    }

    @TestFactory
    Stream<DynamicTest> uidsDoNotDependOnSettings() {
        return forEachSample(sample -> assertThat(uids(sample, true)).isEqualTo(uids(sample, false)));
    }

    private static List<String> texts(SampleCase sample, boolean rawData) throws Exception {
        return events(sample, rawData).stream()
                .map(event -> new String(event.toBytes(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> uids(SampleCase sample, boolean rawData) throws Exception {
        return events(sample, rawData).stream().map(OcsfEvent::uid).toList();
    }

    private static List<OcsfEvent> events(SampleCase sample, boolean rawData) throws Exception {
        return sample.normalize(new NormalizerSettings(rawData, sample.vendor().severities(), Optional.empty()))
                .events();
    }

    private static Stream<DynamicTest> forEachSample(Check check) {
        return SampleCase.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> check.accept(sample)));
    }

    private interface Check {
        void accept(SampleCase sample) throws Exception;
    }
}
