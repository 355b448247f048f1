package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.PinnedSchema;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.soda.SodaVendor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFactoryTest {
    private static final Vendor VENDOR = new SodaVendor();
    private static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");
    private static final String BODY = "{\"a\" : 1, \"key\":\"KEY\"}";

    @Test
    void eventSaysWhereItCameFrom() throws Exception {
        JsonNode metadata = finished(factory("src", false), "[0]").json().path("metadata");
        assertThat(metadata.path("version").textValue()).isEqualTo("1.8.0");
        assertThat(metadata.path("product")).hasToString("{\"vendor_name\":\"Soda\",\"name\":\"Product\"}");
        assertThat(metadata.path("event_code").textValue()).isEqualTo("code");
        assertThat(metadata.path("log_name").textValue()).isEqualTo("src");
        assertThat(metadata.path("log_provider").textValue()).isEqualTo("Product");
        assertThat(metadata.path("logged_time").longValue()).isEqualTo(RECEIVED.toEpochMilli());
        assertThat(metadata.path("tenant_uid").textValue()).isEqualTo("tenant");
        assertThat(metadata.path("labels")).hasToString("[\"unverified\"]");
        assertThat(metadata.path("loggers"))
                .hasToString(
                        "[{\"name\":\"siem-bridge\",\"version\":\"1.2\",\"log_name\":\"src\",\"event_uid\":\"receipt\","
                                + "\"logged_time\":1768478400000}]");
    }

    @Test
    void uidIsADigestOfSourceBodyPlaceAndType() throws Exception {
        String identity = "src\n" + "ab".repeat(32) + "\n[0]\n99";
        String expected =
                EventFactory.sha256(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
        assertThat(finished(factory("src", false), "[0]").uid())
                .isEqualTo(expected)
                .matches("[0-9a-f]{32}");
        assertThat(finished(factory("src", true), "[0]").uid()).isEqualTo(expected);
        assertThat(finished(factory("src", false), "[1]").uid()).isNotEqualTo(expected);
        assertThat(finished(factory("other", false), "[0]").uid()).isNotEqualTo(expected);
    }

    @Test
    void originalIsAttachedOnRequest() throws Exception {
        assertThat(finished(factory("src", false), "[0]").json().has("raw_data"))
                .isFalse();
        JsonNode event = finished(factory("src", true), "[0]").json();
        assertThat(event.path("raw_data").textValue()).isEqualTo(BODY);
        assertThat(event.path("raw_data_size").intValue()).isEqualTo(BODY.length());
        assertThat(event.at("/raw_data_hash/value").textValue())
                .isEqualTo(EventFactory.sha256(BODY.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void originalIsAttachedWhereTheTreeIsNotTheWholeTruth() throws Exception {
        String body = "{\"a\":1,\"a\":2}";
        Item item = item(body);
        EventFactory factory = factory("src", false);
        OcsfEvent event =
                factory.finish(start(factory, "[0]"), item, Payload.of(item.json()), "event", Forwarding.ALWAYS);
        assertThat(event.json().path("raw_data").textValue()).isEqualTo(body);
    }

    @Test
    void originalNeverShowsWhatThePayloadHides() throws Exception {
        Item item = item(BODY);
        Payload payload = Payload.of(item.json());
        payload.dropNamed(Set.of("key"));
        OcsfEvent event = unknown(factory("src", true), item, payload, "word");
        assertThat(event.json().path("raw_data").textValue()).isEqualTo("{\"a\":1}");
        assertThat(event.json().path("raw_data_size").intValue()).isEqualTo(7);
        assertThat(event.toString()).doesNotContain("KEY");
    }

    @Test
    void unknownKindIsAValidEventWhateverItIsCalled() throws Exception {
        for (String word : new String[] {"word", "\u0000", "a\nb", "x".repeat(10_000), "\ud800"}) {
            Item item = item("17");
            OcsfEvent event = unknown(factory("src", false), item, Payload.of(item.json()), word);
            assertThat(PinnedSchema.validator().problems(event.json())).as(word).isEmpty();
            assertThat(event.json().at("/unmapped/soda").intValue()).isEqualTo(17);
            assertThat(event.text("metadata", "event_code")).contains(word);
        }
    }

    @Test
    void digestsAreLowerCaseHex() {
        assertThat(EventFactory.sha256(new byte[0]))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void digestsStandForTheirParts() {
        assertThat(EventFactory.digest("a", "b"))
                .isEqualTo(EventFactory.sha256("a\nb".getBytes(StandardCharsets.UTF_8))
                        .substring(0, 32));
        assertThat(EventFactory.digest("a", "b")).isNotEqualTo(EventFactory.digest("ab", ""));
    }

    @Test
    void unknownKindSaysSoUnlessItSaysSomethingElse() throws Exception {
        Item item = item("{}");
        EventFactory factory = factory("src", false);
        assertThat(unknown(factory, item, Payload.of(item.json()), "word").text("message"))
                .contains("Soda sent something this version cannot map: word");
        EventBuilder event = start(factory, "[0]").message("Title");
        assertThat(factory.finishUnknown(event, item, Payload.of(item.json()), Forwarding.ALWAYS)
                        .text("message"))
                .contains("Title");
    }

    @Test
    void testDeliveryIsLabelledAndNeitherUrgentNorAnAlert() throws Exception {
        Item item = item("{}");
        EventFactory factory = factory("src", false);
        EventBuilder event = start(factory, "[0]").severity(Severity.HIGH);
        event.attributes().bool("is_alert", true);
        OcsfEvent finished = factory.finish(event, item, Payload.of(item.json()), "event", Forwarding.TEST);
        assertThat(finished.severity()).isEqualTo(Severity.INFORMATIONAL);
        assertThat(finished.json().at("/metadata/labels")).hasToString("[\"unverified\",\"test\"]");
        assertThat(finished.json().path("is_alert").booleanValue()).isFalse();
    }

    private static OcsfEvent unknown(EventFactory factory, Item item, Payload payload, String word) {
        EventBuilder event = factory.start(
                EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity(word), item.path(), "Product", word);
        return factory.finishUnknown(event, item, payload, Forwarding.ALWAYS);
    }

    @Test
    void aBodyBecomesNoMoreEventsThanMemoryIsMeantFor() {
        String checks = "{},".repeat(PayloadReader.MAX_ITEMS);
        byte[] body = ("{\"event\":\"checkEvaluation\",\"checkResults\":[" + checks + "{}]}")
                .getBytes(StandardCharsets.UTF_8);
        Provenance provenance = new Provenance("receipt", "src", RECEIVED, "unverified", Map.of(), "ab".repeat(32));

        assertThatThrownBy(() -> VENDOR.normalizer(NormalizerSettings.defaultsFor(VENDOR))
                        .normalize(body, provenance))
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessage("The body has more than 50000 events");
    }

    private static OcsfEvent finished(EventFactory factory, String path) throws MalformedPayloadException {
        Item item = item(BODY);
        return factory.finish(start(factory, path), item, Payload.of(item.json()), "event", Forwarding.ALWAYS);
    }

    private static EventBuilder start(EventFactory factory, String path) {
        return factory.start(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("w"), path, "Product", "code");
    }

    private static Item item(String body) throws MalformedPayloadException {
        return PayloadReader.read(body.getBytes(StandardCharsets.UTF_8)).items().get(0);
    }

    private static EventFactory factory(String source, boolean rawData) {
        NormalizerSettings settings = new NormalizerSettings(rawData, VENDOR.severities(), Optional.of("tenant"));
        Provenance provenance = new Provenance("receipt", source, RECEIVED, "unverified", Map.of(), "ab".repeat(32));
        return new EventFactory(VENDOR, settings, provenance, "1.2");
    }
}
