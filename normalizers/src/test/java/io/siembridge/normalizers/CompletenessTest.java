package io.siembridge.normalizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.PayloadReader;
import io.siembridge.normalizers.vendor.Vendor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Nothing of a payload is lost: every value of an item is in the item's event, every value of a body in one of its
 * events. Which item an event is about shows in its uid, which is a digest over the item's place in the body.
 */
class CompletenessTest {
    @TestFactory
    Stream<DynamicTest> everyValueOfABodyIsInOneOfItsEvents() {
        return SampleCase.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
                    List<OcsfEvent> events = sample.normalize().events();
                    Scalars said = new Scalars();
                    events.forEach(event -> said.addAll(Scalars.ofEvent(event.json())));
                    for (Item item : PayloadReader.read(sample.payload()).items()) {
                        assertThat(
                                        events.isEmpty()
                                                ? List.of()
                                                : said.faults(item.json(), Exceptions.of(sample.vendor())))
                                .isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyValueOfAnItemIsInItsEvent() {
        return SampleCase.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
                    Map<String, JsonNode> places = places(sample);
                    for (OcsfEvent event : sample.normalize().events()) {
                        Optional<JsonNode> item = itemOf(event, places, sample);
                        assertThat(item).as("the place in " + event).isPresent();
                        assertThat(Scalars.ofEvent(event.json()).faults(item.get(), Exceptions.of(sample.vendor())))
                                .as(event.toString())
                                .isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> noSecretIsInAnyEventOrItsOriginal() {
        return SampleCase.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
                    Exceptions exceptions = Exceptions.of(sample.vendor());
                    for (OcsfEvent event : sample.normalize(Webhooks.withRawData(sample.vendor()))
                            .events()) {
                        for (Item item : PayloadReader.read(sample.payload()).items()) {
                            assertThat(Scalars.shownSecrets(event.toString(), item.json(), exceptions))
                                    .as(event.toString())
                                    .isEmpty();
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> credentialsAreHiddenWhoeverSendsThem() {
        return SampleCase.all().stream()
                .filter(sample -> sample.toString().contains("unknown"))
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
                    String credentials = "{\"request\":{\"Authorization\":\"Basic SECRET\",\"cookie\":[\"SECRET\"]},";
                    String body = new String(sample.payload(), StandardCharsets.UTF_8).replaceFirst("[{]", credentials);
                    Normalization result = sample.vendor()
                            .normalizer(Webhooks.withRawData(sample.vendor()))
                            .normalize(body.getBytes(StandardCharsets.UTF_8), sample.provenance(sample.payload()));
                    String events = result.events().toString();
                    assertThat(events)
                            .contains("Authorization", "cookie", "***")
                            .doesNotContain("SECRET");
                }));
    }

    @Test
    void everyVendorWithSecretsHasThemInASample() throws Exception {
        for (Vendor vendor : Vendors.all()) {
            Exceptions exceptions = Exceptions.of(vendor);
            List<String> found = new ArrayList<>();
            for (SampleCase sample : SampleCase.of(vendor).toList()) {
                for (Item item : PayloadReader.read(sample.payload()).items()) {
                    String original = item.json().toString();
                    found.addAll(Scalars.shownSecrets(original, item.json(), exceptions));
                }
            }
            assertThat(found.isEmpty())
                    .as(vendor.id())
                    .isEqualTo(exceptions.masked().isEmpty());
        }
    }

    @Test
    void aLostValueShows() throws Exception {
        SampleCase sample = SampleCase.named("soda/check-evaluation");
        ObjectNode event = sample.normalize().events().get(0).json().deepCopy();
        JsonNode item = SampleCase.JSON.readTree(sample.payload()).at("/checkResults/0");
        assertThat(Scalars.ofEvent(event).faults(item, Exceptions.of(sample.vendor())))
                .isEmpty();
        ((ObjectNode) event.at("/unmapped/soda")).remove("column");
        assertThat(Scalars.ofEvent(event).faults(item, Exceptions.of(sample.vendor())))
                .containsExactly("lost: .column=\"amount\"");
    }

    @Test
    void aSecretThatShowsIsSeen() throws Exception {
        JsonNode item = SampleCase.JSON.readTree("{\"a\":{\"Key\":\"KEY\"},\"b\":1768474800}");
        Exceptions exceptions = new Exceptions(Set.of("key"), Set.of(), Set.of("b"));
        assertThat(Scalars.ofEvent(SampleCase.JSON.readTree("{\"x\":1768474800000}"))
                        .faults(item, exceptions))
                .isEmpty();
        assertThat(Scalars.ofEvent(SampleCase.JSON.readTree("{\"x\":\"a KEY\",\"y\":1})"))
                        .faults(item, exceptions))
                .containsExactly("shown: .a.Key=\"KEY\"", "lost: .b=1768474800");
    }

    private static Optional<JsonNode> itemOf(OcsfEvent event, Map<String, JsonNode> places, SampleCase sample)
            throws Exception {
        String type = event.text("type_uid").orElseThrow();
        String body = sample.provenance().bodySha256();
        for (Map.Entry<String, JsonNode> place : places.entrySet()) {
            String identity = String.join("\n", event.source(), body, place.getKey(), type);
            if (EventFactory.sha256(identity.getBytes(StandardCharsets.UTF_8)).startsWith(event.uid())) {
                return Optional.of(place.getValue());
            }
        }
        return Optional.empty();
    }

    /** Every place of a body by its path, with and without the place of the message it stands in. */
    private static Map<String, JsonNode> places(SampleCase sample) throws Exception {
        Map<String, JsonNode> places = new LinkedHashMap<>();
        for (Item item : PayloadReader.read(sample.payload()).items()) {
            collect(item.path(), item.json(), places);
            collect("", item.json(), places);
        }
        return places;
    }

    private static void collect(String path, JsonNode value, Map<String, JsonNode> places) {
        places.putIfAbsent(path, value);
        value.properties()
                .forEach(member -> collect(
                        path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), places));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            collect(path + "[" + i + "]", value.get(i), places);
        }
    }
}
