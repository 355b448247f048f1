package io.siembridge.normalizers.soveren;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.JsonSchemas;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import io.siembridge.normalizers.vendor.Normalization.Novelty.Kind;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.VerificationScheme;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoverenNormalizerTest {
    private static final String NEWS = "{\"event_type\":\"new_data_type\",\"title\":\"Same news\"}";

    @Test
    void givesOneEventForEachElementOfAnArrayWithAUidOfItsOwn() throws Exception {
        List<OcsfEvent> events =
                Payloads.normalize("[" + NEWS + "," + NEWS + ",{}]").events();

        assertThat(events).extracting(OcsfEvent::kind).containsExactly("finding", "finding", "event");
        assertThat(events).extracting(OcsfEvent::uid).doesNotHaveDuplicates();
    }

    @Test
    void doesNotLetABrokenLineTakeItsNeighboursWithIt() throws Exception {
        Normalization result = Payloads.normalize(NEWS + "\n{\"event_type\":\n" + NEWS + "\n");

        assertThat(result.events()).hasSize(2);
        assertThat(result.unreadable()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[{]", "nothing", "<xml/>", "{\"a\":1} x"})
    void refusesWhatIsNoJson(String body) {
        assertThatThrownBy(() -> Payloads.normalize(body)).isInstanceOf(MalformedPayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \r\n", "[]"})
    void givesNothingForNothing(String body) throws Exception {
        assertThat(Payloads.normalize(body).events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "7", "\"text\"", "{}", "[[]]", "[null]", "{\"event_type\":null}"})
    void givesABaseEventForWhatIsNoEventObject(String body) throws Exception {
        Normalization result = Payloads.normalize(body);
        OcsfEvent event = result.events().get(0);

        assertThat(result.events()).hasSize(1);
        assertThat(result.novelties()).isEmpty();
        assertThat(event.eventClass().uid()).isZero();
        assertThat(event.kind()).isEqualTo("event");
        assertThat(event.json().has("raw_data")).isTrue();
        assertThat(JsonSchemas.problems(Webhooks.read(event))).isEmpty();
    }

    @Test
    void understandsWhatEveryEventHasEvenOfAnUnknownType() throws Exception {
        String body = "{\"event_type\":\"model_leak\",\"title\":\"A model leaks\",\"time\":\"2026-01-14T10:00:00Z\","
                + "\"event_link\":\"https://app.soveren.io/events?id=4\",\"category\":\"AI\",\"model\":{\"name\":\"m\"}}";
        OcsfEvent event = Payloads.normalize(body).events().get(0);
        JsonNode json = Webhooks.read(event);

        assertThat(event.eventClass().uid()).isZero();
        assertThat(json.path("activity_name").textValue()).isEqualTo("model_leak");
        assertThat(json.path("message").textValue()).isEqualTo("A model leaks");
        assertThat(json.path("time").longValue()).isEqualTo(1768384800000L);
        assertThat(json.at("/metadata/event_code").textValue()).isEqualTo("model_leak");
        assertThat(json.at("/metadata/original_event_uid").textValue()).isEqualTo("4");
        assertThat(json.at("/unmapped/soveren/model/name").textValue()).isEqualTo("m");
        assertThat(json.path("raw_data").textValue()).isEqualTo(body);
    }

    @Test
    void attachesTheOriginalOnlyWhenAskedTo() throws Exception {
        NormalizerSettings raw = new NormalizerSettings(true, Payloads.DEFAULTS.severities(), Optional.of("tenant-7"));
        byte[] body = NEWS.getBytes(StandardCharsets.UTF_8);

        OcsfEvent with = Payloads.normalize(body, raw).events().get(0);
        OcsfEvent without = Payloads.normalize(body, Payloads.DEFAULTS).events().get(0);

        assertThat(with.text("raw_data")).contains(NEWS);
        assertThat(with.text("metadata", "tenant_uid")).contains("tenant-7");
        assertThat(without.text("raw_data")).isEmpty();
    }

    @Test
    void reportsNamesItDoesNotKnow() throws Exception {
        Normalization result = Payloads.normalize(
                "{\"event_type\":\"model_leak\",\"sending\":{\"name\":\"a\","
                        + "\"groups\":[{\"name\":\"g\",\"owner\":\"o\"}],\"cluster\":\"c\"},\"shape\":{\"x\":1},\"data_types\":[\"Card\"]}");

        assertThat(result.novelties())
                .containsExactlyInAnyOrder(
                        new Novelty(Kind.EVENT_TYPE, "model_leak"),
                        new Novelty(Kind.FIELD, "sending.groups[].owner"),
                        new Novelty(Kind.FIELD, "sending.cluster"),
                        new Novelty(Kind.FIELD, "shape"));
    }

    @Test
    void findsNothingNewInWhatIsDocumented() throws Exception {
        for (EventType type : EventType.listed()) {
            byte[] body =
                    Payloads.sample(type.word().replace('_', '-')).toString().getBytes(StandardCharsets.UTF_8);
            assertThat(Payloads.normalize(body, Payloads.DEFAULTS).novelties())
                    .as(type.word())
                    .isEmpty();
        }
    }

    @Test
    void reportsNoMoreNamesThanABoundedNumberOfBoundedLength() throws Exception {
        ArrayNode items = Webhooks.object("{}").putArray("items");
        for (int i = 0; i < 300; i++) {
            items.addObject().put("event_type", "type " + i + "x".repeat(1000)).put("field" + i, 1);
        }
        List<Novelty> novelties = Payloads.normalize(items.toString()).novelties();

        assertThat(novelties).hasSize(20).allMatch(novelty -> novelty.name().length() <= 120);
    }

    @Test
    void keepsHundredsOfNames() {
        ObjectNode object = Payloads.sample("3rd-party-policy-violation");
        for (int i = 0; i < 400; i++) {
            object.withArray("conflicting_assets")
                    .addObject()
                    .put("name", "asset-" + i)
                    .put("link", "l" + i);
            object.withArray("data_types").add("Custom type " + i);
            ((ArrayNode) object.at("/sending/groups"))
                    .addObject()
                    .put("name", "group-" + i)
                    .put("link", "g" + i);
        }
        OcsfEvent event = Payloads.eventOf(object);

        assertThat(Webhooks.lost(Payloads.VENDOR, object, event)).isEmpty();
        assertThat(event.json().at("/data_security/discovery_details")).hasSize(402);
        assertThat(event.json().at("/resources/0/labels")).hasSize(402);
        assertThat(JsonSchemas.problems(Webhooks.read(event))).isEmpty();
    }

    @Test
    void isVerifiedByADigestOverTheBody() {
        assertThat(new SoverenVendor().verification())
                .isEqualTo(new VerificationScheme.HmacSignature(
                        "x-soveren-signature",
                        VerificationScheme.Algorithm.HMAC_SHA256,
                        VerificationScheme.Encoding.HEX,
                        "sha256="));
    }
}
