package io.siembridge.normalizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.PayloadReader;
import io.siembridge.normalizers.vendor.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever becomes of a payload on its way, it gives valid events that lack nothing of it, or is malformed.
 * {@code -Dfuzz.iterations=N} runs longer, {@code -Dfuzz.seed=S} elsewhere, {@code -Dfuzz.vendor=V} with the samples of one
 * vendor; a failure names the seed that repeats it in one iteration.
 */
class RobustnessTest {
    private static final int ITERATIONS = Integer.getInteger("fuzz.iterations", 2_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_260_115L);
    private static final String VENDOR = System.getProperty("fuzz.vendor", "");

    /** The JSON Schemas are slow; the validator says the same and more. */
    private static final int SCHEMA_EVERY = 50;

    /** Of each member, so many of all wrong values are tried; which ones differs from member to member. */
    private static final int VALUES_FOR_EACH_MEMBER = 2;

    /** The long samples are many of the same. */
    private static final int MAX_SMALL_BYTES = 5_000;

    @Test
    void spoiledPayloadsGiveValidEventsOrAreMalformed() throws Exception {
        List<SampleCase> samples = SampleCase.all().stream()
                .filter(sample ->
                        VENDOR.isEmpty() || VENDOR.equals(sample.vendor().id()))
                .toList();
        int normalized = 0;
        int malformed = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            Random random = new Random(SEED + i);
            SampleCase sample = samples.get(random.nextInt(samples.size()));
            byte[] body = new Mutations(random).mutate(sample.payload());
            String repeat = "repeat with -Dfuzz.iterations=1 -Dfuzz.vendor=" + VENDOR + " -Dfuzz.seed=" + (SEED + i);
            if (check(sample, body, random, repeat)) {
                normalized++;
            } else {
                malformed++;
            }
        }
        if (ITERATIONS >= 1_000) {
            assertThat(normalized).isGreaterThan(ITERATIONS / 2);
            assertThat(malformed).isGreaterThan(ITERATIONS / 100);
        }
    }

    /** In one small payload of each shape, each member is left out and replaced by values of the wrong kind. */
    @TestFactory
    Stream<DynamicTest> anyMemberMayBeMissingOrOfAnyType() throws Exception {
        Map<String, SampleCase> shapes = new LinkedHashMap<>();
        for (SampleCase sample : SampleCase.all()) {
            boolean small = sample.payload().length <= MAX_SMALL_BYTES;
            if (small && Mutations.tree(sample.payload()).isPresent()) {
                shapes.putIfAbsent(sample.vendor().id() + Mutations.shape(sample.payload()), sample);
            }
        }
        return shapes.values().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
                    int place = 0;
                    for (byte[] body : Mutations.withEachMemberSpoiled(sample.payload(), VALUES_FOR_EACH_MEMBER)) {
                        check(sample, body, new Random(SEED + place++), "");
                    }
                }));
    }

    /** Returns whether the body was normalized rather than malformed. */
    private static boolean check(SampleCase sample, byte[] body, Random random, String repeat) {
        try {
            NormalizerSettings settings =
                    new NormalizerSettings(random.nextBoolean(), sample.vendor().severities(), Optional.empty());
            Provenance provenance = spoiled(sample.provenance(body), random);
            Normalization result = sample.vendor().normalizer(settings).normalize(body, provenance);
            checkEvents(result.events(), random.nextInt(SCHEMA_EVERY) == 0);
            checkNothingIsLost(sample, body, result.events());
            assertThat(result.novelties()).hasSizeLessThanOrEqualTo(100);
            assertThat(result.novelties()).allMatch(novelty -> novelty.name().length() <= 120);
            return true;
        } catch (MalformedPayloadException expected) {
            return false;
        } catch (AssertionError | Exception | StackOverflowError failure) {
            throw new AssertionError(describe(sample, body, repeat), failure);
        }
    }

    private static void checkEvents(List<OcsfEvent> events, boolean againstSchema) throws IOException {
        Set<String> uids = new HashSet<>();
        for (OcsfEvent event : events) {
            byte[] bytes = event.toBytes();
            assertThat(bytes).doesNotContain('\n');
            JsonNode read = SampleCase.JSON.readTree(bytes);
            assertThat(PinnedSchema.validator().problems(read)).isEmpty();
            assertThat(uids.add(event.uid()))
                    .as("uid is the only one of its kind")
                    .isTrue();
            if (againstSchema) {
                assertThat(JsonSchemas.problems(read)).isEmpty();
            }
        }
    }

    private static void checkNothingIsLost(SampleCase sample, byte[] body, List<OcsfEvent> events) throws Exception {
        Exceptions exceptions = Exceptions.of(sample.vendor());
        Scalars said = new Scalars();
        events.forEach(event -> said.addAll(Scalars.ofEvent(event.json())));
        for (Item item : PayloadReader.read(body).items()) {
            List<String> lost = said.lost(item.json(), exceptions);
            // What announces nothing, such as an empty list of results, gives no event.
            int nothingButItsName = !lost.isEmpty() && givesNoEvent(sample, item) ? 1 : 0;
            assertThat(lost).hasSizeLessThanOrEqualTo(nothingButItsName);
        }
    }

    private static boolean givesNoEvent(SampleCase sample, Item item) throws Exception {
        byte[] alone = item.text().getBytes(StandardCharsets.UTF_8);
        return sample.vendor()
                .normalizer(Webhooks.withRawData(sample.vendor()))
                .normalize(alone, sample.provenance(alone))
                .events()
                .isEmpty();
    }

    /** Now and then a header is missing or says something else. */
    private static Provenance spoiled(Provenance provenance, Random random) {
        Map<String, String> headers = new HashMap<>(provenance.headers());
        for (String name : provenance.headers().keySet()) {
            int fate = random.nextInt(20);
            if (fate == 0) {
                headers.remove(name);
            } else if (fate == 1) {
                headers.put(name, List.of("", " ", "x", "a/b/c", "ä\u0001", "0").get(random.nextInt(6)));
            }
        }
        return new Provenance(
                provenance.webhook(),
                provenance.source(),
                provenance.received(),
                provenance.verification(),
                headers,
                provenance.bodySha256());
    }

    private static String describe(SampleCase sample, byte[] body, String repeat) {
        String text = new String(body, StandardCharsets.UTF_8);
        return sample + " spoiled; " + repeat + "\n" + text.substring(0, Math.min(4_000, text.length()));
    }
}
