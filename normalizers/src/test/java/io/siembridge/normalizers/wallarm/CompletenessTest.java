package io.siembridge.normalizers.wallarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.PayloadReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Nothing of a payload is lost, and nothing secret of it is kept. */
class CompletenessTest {
    /** The credentials in the samples. */
    private static final Set<String> SECRETS = Set.of(
            "Bearer eyJhbGciOiJub25lIn0.e30.c2VjcmV0",
            "sid=2f9c1c; theme=dark",
            "k-771",
            "Basic cGFydG5lcjpzZWNyZXQ=",
            "pk-live-1",
            "Bearer abc");

    @TestFactory
    Stream<DynamicTest> everyValueOfAnItemIsInItsEvent() {
        return Webhook.samples().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> check(sample.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> noSecretIsInAnyEvent() {
        NormalizerSettings withRawData = new NormalizerSettings(true, Webhook.VENDOR.severities(), Optional.empty());
        return Webhook.samples().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    for (OcsfEvent event :
                            Webhook.normalize(sample.getValue(), withRawData).events()) {
                        assertThat(event.toString()).doesNotContain(SECRETS);
                    }
                }));
    }

    @Test
    void theSecretsAreInTheSamplesAtAll() {
        String all = String.join(
                "",
                Webhook.samples().values().stream()
                        .map(body -> new String(body, java.nio.charset.StandardCharsets.UTF_8))
                        .toList());

        assertThat(all).contains(SECRETS);
    }

    private static void check(byte[] body) throws Exception {
        List<Item> items = PayloadReader.read(body).items();
        List<OcsfEvent> events = Webhook.normalize(body, Webhook.DEFAULTS).events();
        assertThat(events).hasSameSizeAs(items);
        for (int i = 0; i < items.size(); i++) {
            assertComplete(items.get(i).json(), events.get(i));
        }
    }

    /** Every value that is not empty and no secret stands somewhere in the event, without regard to {@code raw_data}. */
    static void assertComplete(JsonNode item, OcsfEvent event) {
        ObjectNode withoutRawData = event.json().deepCopy();
        withoutRawData.remove("raw_data");
        List<String> kept = new ArrayList<>();
        collect(withoutRawData, kept);
        List<String> sent = new ArrayList<>();
        collect(item, sent);
        for (String value : sent) {
            if (!value.isEmpty() && !SECRETS.contains(value)) {
                assertThat(kept.stream().anyMatch(text -> text.contains(value)))
                        .as("%s of %s is in %s", value, item, event)
                        .isTrue();
            }
        }
    }

    private static void collect(JsonNode node, List<String> values) {
        if (node.isContainerNode()) {
            node.forEach(child -> collect(child, values));
        } else if (!node.isNull()) {
            values.add(
                    node.isNumber() ? node.decimalValue().stripTrailingZeros().toPlainString() : node.asText());
        }
    }
}
