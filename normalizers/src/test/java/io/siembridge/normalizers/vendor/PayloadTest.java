package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void whatNobodyTookRemains() {
        Payload payload =
                payload("{'a':1,'b':{'c':'x','d':'y'},'e':[{'f':1,'g':2},{'f':3}],'h':null,'i':'','j':[],'k':{}}");
        assertThat(payload.take("b", "c")).contains("x");
        payload.at("e").elements().forEach(element -> element.at("f").markTaken());
        assertThat(payload.remainder()).isEqualTo(json("{'a':1,'b':{'d':'y'},'e':[{'g':2}]}"));
    }

    @Test
    void readingTakesNothing() {
        Payload payload = payload("{'a':'x','b':7,'c':true,'d':[1],'e':{'f':1}}");
        assertThat(payload.text("a")).contains("x");
        assertThat(payload.number("b")).contains(7L);
        assertThat(payload.isTrue("c")).isTrue();
        assertThat(payload.at("d").elements()).hasSize(1);
        assertThat(payload.at("e").members()).containsOnlyKeys("f");
        assertThat(payload.remainder()).isEqualTo(json("{'a':'x','b':7,'c':true,'d':[1],'e':{'f':1}}"));
    }

    @Test
    void takingAnObjectTakesEverythingBelow() {
        Payload payload = payload("{'a':{'b':1,'c':{'d':2}},'e':3}");
        payload.at("a").markTaken();
        assertThat(payload.remainder()).isEqualTo(json("{'e':3}"));
        payload.markTaken();
        assertThat(payload.remainder().isMissingNode()).isTrue();
    }

    @Test
    void whatIsNotThereCannotBeTaken() {
        Payload payload = payload("{'a':{'b':[1,2]},'blank':' ','null':null}");
        assertThat(payload.take("x", "y")).isEmpty();
        assertThat(payload.take("a")).isEmpty();
        assertThat(payload.take("blank")).isEmpty();
        assertThat(payload.take("null")).isEmpty();
        assertThat(payload.at("a", "b", "0").isPresent()).isFalse();
        assertThat(payload.at("a").elements()).isEmpty();
        assertThat(payload.at("a", "b").members()).isEmpty();
        assertThat(payload.remainder()).isEqualTo(json("{'a':{'b':[1,2]},'blank':' '}"));
    }

    @Test
    void scalarsAreTextAsSent() {
        Payload payload = payload("{'n':9.0,'big':9007199254740993,'t':true,'s':' x '}");
        assertThat(payload.text("n")).contains("9.0");
        assertThat(payload.text("big")).contains("9007199254740993");
        assertThat(payload.text("t")).contains("true");
        assertThat(payload.text("s")).contains(" x ");
    }

    @Test
    void firstSpellingThatSaysSomethingCounts() {
        Payload payload = payload("{'new':null,'newer':' ','old':0,'older':'x'}");
        assertThat(payload.firstOf("new", "newer", "old", "older").json().intValue())
                .isZero();
        assertThat(payload.firstOf("new", "newer").isPresent()).isFalse();
        payload.firstOf("old", "older").markTaken();
        assertThat(payload.remainder()).isEqualTo(json("{'newer':' ','older':'x'}"));
    }

    @Test
    void maskedValuesAreStarsWhereverTheyShow() {
        Payload payload = payload("{'auth':'KEY','list':[{'auth':'KEY'}],'whole':{'auth':{'deep':'KEY'}}}");
        payload.maskNamed(Set.of("auth"));
        String expected = "{'auth':'***','list':[{'auth':'***'}],'whole':{'auth':'***'}}";
        assertThat(payload.json()).isEqualTo(json(expected));
        assertThat(payload.remainder()).isEqualTo(json(expected));
        assertThat(payload.take("auth")).contains("***");
        assertThat(payload.remainder().has("auth")).isFalse();
    }

    @Test
    void maskedValuesAreStarsInAttributes() {
        Payload payload = payload("{'auth':'KEY','whole':{'auth':'KEY','n':1}}");
        payload.maskNamed(Set.of("auth"));
        EventBuilder event = new EventBuilder(EventClass.BASE_EVENT, EventClass.BASE_EVENT.activity(0));
        event.attributes().text("a", payload.at("auth")).json("b", payload.at("whole"));
        String text = event.build("v", "event", Forwarding.ALWAYS).toString();
        assertThat(text).contains("\"a\":\"***\"", "{\"auth\":\"***\",\"n\":1}").doesNotContain("KEY");
    }

    @Test
    void maskingWhatIsNotThereHidesNothing() {
        Payload payload = payload("{'a':null}");
        payload.at("a").mask();
        payload.at("b").mask();
        payload.maskNamed(Set.of("a", "c"));
        payload.dropNamed(Set.of("c"));
        assertThat(payload.json()).isSameAs(payload.json()).isEqualTo(json("{'a':null}"));
        payload.dropNamed(Set.of("a"));
        assertThat(payload.json()).isEqualTo(json("{}"));
    }

    @Test
    void droppedValuesAreGoneWithTheirNames() {
        Payload payload = payload("{'a':1,'Key':'KEY','list':[1,{'KEY':['KEY']},{'key':1,'b':2}]}");
        payload.dropNamed(Set.of("key"));
        assertThat(payload.json()).isEqualTo(json("{'a':1,'list':[1,{},{'b':2}]}"));
        assertThat(payload.remainder()).isEqualTo(json("{'a':1,'list':[1,{'b':2}]}"));
    }

    @Test
    void whatWasLookedAtBeforeIsHiddenToo() {
        Payload payload = payload("{'whole':{'key':'KEY','n':1},'list':[{'key':'KEY'},2]}");
        Payload inObject = payload.at("whole", "key");
        Payload inList = payload.at("list").elements().get(0).at("key");
        payload.at("whole", "n").markTaken();
        payload.maskNamed(Set.of("key"));
        assertThat(inObject.text()).contains("***");
        assertThat(inList.text()).contains("***");
        assertThat(payload.remainder()).isEqualTo(json("{'whole':{'key':'***'},'list':[{'key':'***'},2]}"));
    }

    @Test
    void whatIsTakenIsTakenWhereverElseItIsLookedAt() {
        Payload payload = payload("{'a':{'b':[1,{'c':2},3]}}");
        payload.at("a").at("b").elements().get(1).at("c").markTaken();
        payload.at("a", "b").elements().get(0).markTaken();
        assertThat(payload.remainder()).isEqualTo(json("{'a':{'b':[3]}}"));
        assertThat(payload.at("a", "b").remainder()).hasToString("[3]");
        payload.at("a").members().get("b").markTaken();
        assertThat(payload.remainder().isMissingNode()).isTrue();
    }

    @Test
    void payloadItselfIsNeverChanged() {
        JsonNode original = json("{'a':1,'b':[{'c':'KEY'}]}");
        Payload payload = Payload.of(original);
        payload.dropNamed(Set.of("c"));
        payload.at("a").markTaken();
        payload.remainder();
        assertThat(original).isEqualTo(json("{'a':1,'b':[{'c':'KEY'}]}"));
    }

    @Test
    void hiddenValuesAreHiddenFromReadingToo() {
        Payload payload = payload("{'auth':{'token':'KEY','n':7,'t':true},'other':1}");
        payload.at("auth").mask();
        assertThat(payload.text("auth", "token")).contains("***");
        assertThat(payload.number("auth", "n")).isEmpty();
        assertThat(payload.isTrue("auth", "t")).isFalse();
        assertThat(payload.at("auth", "none").isPresent()).isFalse();
        assertThat(payload.text("auth", "none")).isEmpty();
        assertThat(payload.number("other")).contains(1L);
    }

    @Test
    void originalIsAllowedUnlessASecretMayStandInIt() throws MalformedPayloadException {
        assertThat(allowsOriginal("{'a':1,'a':2}")).isTrue();
        assertThat(allowsOriginal("{'a':1}")).isTrue();
        assertThat(allowsOriginal("{'key':'KEY'}")).isFalse();
        assertThat(allowsOriginal("{'KEY':'KEY','KEY':null}")).isFalse();
        assertThat(allowsOriginal("{'k\\u0065y':'KEY','key':null}")).isFalse();
        assertThat(allowsOriginal("{'headers':{'x':'KEY'},'headers':{}}")).isFalse();
        assertThat(allowsOriginal("{'headers':{'x':1}}")).isTrue();
        assertThat(allowsOriginal("{'a':'\\uD83D\\ude00 a key','a':2}")).isTrue();
    }

    private static boolean allowsOriginal(String text) throws MalformedPayloadException {
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Item item = PayloadReader.read(bytes).items().get(0);
        Payload payload = Payload.of(item.json());
        payload.maskNamed(Set.of("key"));
        payload.suspect(Set.of("headers"));
        return payload.allowsOriginal(item);
    }

    @Test
    void noveltyNamesAreBoundedAndNeverHalfACharacter() {
        String name = "x".repeat(119) + "\ud83d\ude00" + "y";
        Normalization.Novelty novelty = new Normalization.Novelty(Normalization.Novelty.Kind.FIELD, name);
        assertThat(novelty.name()).isEqualTo("x".repeat(119));
        assertThat(new Normalization.Novelty(Normalization.Novelty.Kind.FIELD, "a".repeat(500)).name())
                .hasSize(120);
    }

    @Test
    void elementsRememberWhatWasTakenFromThem() {
        Payload payload = payload("{'list':[{'a':1},{'a':2}]}");
        List<Payload> first = payload.at("list").elements();
        first.get(1).at("a").markTaken();
        assertThat(payload.at("list").elements().get(1).remainder().isMissingNode())
                .isTrue();
        assertThat(payload.remainder()).isEqualTo(json("{'list':[{'a':1}]}"));
    }

    private static Payload payload(String text) {
        return Payload.of(json(text));
    }

    private static JsonNode json(String text) {
        try {
            return PayloadReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                    .items()
                    .get(0)
                    .json();
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }
}
