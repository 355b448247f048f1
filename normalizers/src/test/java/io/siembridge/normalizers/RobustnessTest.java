package io.siembridge.normalizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever becomes of a payload on its way, it gives valid events or is malformed. {@code -Dfuzz.iterations=N} runs
 * longer, {@code -Dfuzz.seed=S} elsewhere; a failure names the seed that repeats it in one iteration.
 */
class RobustnessTest {
    private static final int ITERATIONS = Integer.getInteger("fuzz.iterations", 4_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20_260_115L);

    /** The JSON Schemas are slow; the validator says the same and more. */
    private static final int SCHEMA_EVERY = 20;

    @Test
    void spoiledPayloadsGiveValidEventsOrAreMalformed() throws Exception {
        List<SampleCase> samples = SampleCase.all();
        int normalized = 0;
        int malformed = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            Random random = new Random(SEED + i);
            SampleCase sample = samples.get(random.nextInt(samples.size()));
            byte[] body = new Mutations(random).mutate(sample.payload());
            try {
                check(sample, body, random);
                normalized++;
            } catch (MalformedPayloadException expected) {
                malformed++;
            } catch (AssertionError | RuntimeException | StackOverflowError failure) {
                throw new AssertionError(describe(sample, body, SEED + i), failure);
            }
        }
        if (ITERATIONS >= 1_000) {
            assertThat(normalized).isGreaterThan(ITERATIONS / 2);
            assertThat(malformed).isGreaterThan(ITERATIONS / 100);
        }
    }

    private static void check(SampleCase sample, byte[] body, Random random) throws Exception {
        NormalizerSettings settings =
                new NormalizerSettings(random.nextBoolean(), sample.vendor().severities(), Optional.empty());
        Provenance provenance = spoiled(sample.provenance(body), random);
        Normalization result = sample.vendor().normalizer(settings).normalize(body, provenance);
        Set<String> uids = new HashSet<>();
        boolean againstSchema = random.nextInt(SCHEMA_EVERY) == 0;
        for (OcsfEvent event : result.events()) {
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
        result.novelties()
                .forEach(novelty -> assertThat(novelty.name().length()).isLessThanOrEqualTo(120));
        assertThat(result.novelties().size()).isLessThanOrEqualTo(100);
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

    private static String describe(SampleCase sample, byte[] body, long seed) {
        String text = new String(body, StandardCharsets.UTF_8);
        return sample + " spoiled; repeat with -Dfuzz.iterations=1 -Dfuzz.seed=" + seed + "\n"
                + text.substring(0, Math.min(4_000, text.length()));
    }
}
