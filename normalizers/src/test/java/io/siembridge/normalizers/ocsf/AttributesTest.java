package io.siembridge.normalizers.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    'x'              | "x"
                    ' x '            | " x "
                    9.0              | "9.0"
                    9007199254740993 | "9007199254740993"
                    false            | "false"
                    """)
    void scalarsBecomeTextAsSent(String value, String expected) {
        assertThat(set(value, (attributes, vendor) -> attributes.text("a", vendor)))
                .isEqualTo("{\"a\":" + expected + "} taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'  '", "[]", "['x']", "{}", "{'x':1}"})
    void whatIsNoTextStaysWithTheVendor(String value) {
        assertThat(set(value, (attributes, vendor) -> attributes.text("a", vendor)))
                .isEqualTo("{} left");
        assertThat(set(value, (attributes, vendor) -> attributes.addText("a", vendor)))
                .isEqualTo("{} left");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'https://a.example'", "'HTTP://a.example/b?c#d'", "'https://[2001:db8::1]/ä'"})
    void wholeAddressesOfTheWebAreUrls(String value) {
        assertThat(set(value, (attributes, vendor) -> attributes.url("a", vendor)))
                .endsWith(" taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a.example'",
                "'/path'",
                "'ftp://a.example'",
                "'javascript:alert(1)'",
                "'https://a b'",
                "7",
                "null"
            })
    void nothingElseIsAUrl(String value) {
        assertThat(set(value, (attributes, vendor) -> attributes.url("a", vendor)))
                .isEqualTo("{} left");
    }

    @Test
    void weaknessesLinkToTheirDefinition() {
        assertThat(Attributes.cwe("CWE-79").json())
                .hasToString("{\"uid\":\"CWE-79\",\"src_url\":\"https://cwe.mitre.org/data/definitions/79.html\"}");
        assertThat(Attributes.cwe("odd").json()).hasToString("{\"uid\":\"odd\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "-5, -5",
        "'\"5\"', 5",
        "5.0, 5",
        "'\"5.00\"', 5",
        "5e2, 500",
        "9223372036854775807, 9223372036854775807",
    })
    void wholeNumbersAreIntegersHoweverTheyWereSent(String value, String expected) {
        assertThat(set(value, (attributes, vendor) -> attributes.integer("a", vendor)))
                .isEqualTo("{\"a\":" + expected + "} taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5.5",
                "'5,0'",
                "'0x5'",
                "' 5'",
                "'5e2'",
                "9223372036854775808",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "true",
                "null",
                "[5]",
                "'1234567890123456789'",
            })
    void whatIsNoWholeNumberStaysWithTheVendor(String value) {
        assertThat(set(value, (attributes, vendor) -> attributes.integer("a", vendor)))
                .isEqualTo("{} left");
    }

    @ParameterizedTest
    @CsvSource({"9, 9.0", "9.0, 9.0", "7.25, 7.25", "'\"7.5\"', 7.5", "1e1, 10.0", "-0.5, -0.5", "1e-7, 1E-7"})
    void decimalsAlwaysHaveAFraction(String value, String expected) {
        assertThat(set(value, (attributes, vendor) -> attributes.decimal("a", vendor)))
                .isEqualTo("{\"a\":" + expected + "} taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "'NaN'", "''", "{}", "true", "null"})
    void whatIsNoDecimalStaysWithTheVendor(String value) {
        assertThat(set(value, (attributes, vendor) -> attributes.decimal("a", vendor)))
                .isEqualTo("{} left");
    }

    @ParameterizedTest
    @CsvSource({"1, taken", "65535, taken", "'\"443\"', taken", "0, left", "65536, left", "-1, left", "443.5, left"})
    void portsHaveTheirRange(String value, String fate) {
        assertThat(set(value, (attributes, vendor) -> attributes.port("a", vendor)))
                .endsWith(fate);
    }

    @ParameterizedTest
    @CsvSource({
        "a@b.example, taken",
        "first.last+tag@mail.b-c.example, taken",
        "a@b, left",
        "@b.example, left",
        "a@b.example., left",
        "a@b..example, left",
        "a b@c.example, left",
        "ä@b.example, left",
        "A <a@b.example>, left",
    })
    void addressesHaveTheirForm(String text, String fate) {
        assertThat(set("'" + text + "'", (attributes, vendor) -> attributes.email("a", vendor)))
                .endsWith(fate);
    }

    @Test
    void longAddressesAreNone() {
        assertThat(Attributes.isEmail("a".repeat(64) + "@b.example")).isTrue();
        assertThat(Attributes.isEmail("a".repeat(65) + "@b.example")).isFalse();
        assertThat(Attributes.isEmail("a@" + "b.".repeat(9) + "example")).isFalse();
    }

    @Test
    void booleansAreOnlyBooleans() {
        assertThat(set("true", (attributes, vendor) -> attributes.bool("a", vendor)))
                .isEqualTo("{\"a\":true} taken");
        assertThat(set("'true'", (attributes, vendor) -> attributes.bool("a", vendor)))
                .isEqualTo("{} left");
        assertThat(set("1", (attributes, vendor) -> attributes.bool("a", vendor)))
                .isEqualTo("{} left");
    }

    @Test
    void addressesOfMachinesAreOnlyAddresses() {
        assertThat(set("'192.0.2.1'", (attributes, vendor) -> attributes.ip("a", vendor)))
                .isEqualTo("{\"a\":\"192.0.2.1\"} taken");
        assertThat(set("'192.0.2.1:80'", (attributes, vendor) -> attributes.ip("a", vendor)))
                .isEqualTo("{} left");
        Attributes attributes = Attributes.create();
        assertThat(attributes.ip("a", "2001:db8::1")).isTrue();
        assertThat(attributes.ip("b", "unknown")).isFalse();
        assertThat(attributes.json()).hasToString("{\"a\":\"2001:db8::1\"}");
    }

    @Test
    void freeFormJsonKeepsItsTypesAndLosesItsEmpties() {
        assertThat(set(
                        "{'a':9.0,'b':null,'c':[{},'',{'d':[]},false],'e':' '}",
                        (attributes, vendor) -> attributes.json("j", vendor)))
                .isEqualTo("{\"j\":{\"a\":9.0,\"c\":[false],\"e\":\" \"}} taken");
        assertThat(set("{'a':{'b':[null]}}", (attributes, vendor) -> attributes.json("j", vendor)))
                .isEqualTo("{} left");
    }

    @Test
    void emptyObjectsAreLeftOut() {
        Attributes attributes = Attributes.create();
        attributes
                .object("a", content -> {})
                .add("b", content -> {})
                .set("c", Attributes.create())
                .addText("d", " ");
        attributes.text("e", "").text("f", Optional.empty());
        assertThat(attributes.isEmpty()).isTrue();
    }

    @Test
    void objectsGrowAndArraysCollect() {
        Attributes attributes = Attributes.create();
        attributes.object("o", content -> content.text("a", "1")).object("o", content -> content.text("b", "2"));
        attributes.add("list", content -> content.integer("n", 1)).add("list", content -> content.bool("t", true));
        attributes.addText("texts", "x").addText("texts", "y");
        attributes.choice("s_id", 99, "s", "word");
        assertThat(attributes.json())
                .hasToString("{\"o\":{\"a\":\"1\",\"b\":\"2\"},\"list\":[{\"n\":1},{\"t\":true}],"
                        + "\"texts\":[\"x\",\"y\"],\"s_id\":99,\"s\":\"word\"}");
    }

    /** Sets attributes from one vendor value; says what came of them, and whether the value was taken. */
    private static String set(String value, BiConsumer<Attributes, VendorValue> setter) {
        Sent sent = new Sent(json(value));
        Attributes attributes = Attributes.create();
        setter.accept(attributes, sent);
        return attributes.json() + (sent.taken ? " taken" : " left");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Sent implements VendorValue {
        private final JsonNode json;
        private boolean taken;

        Sent(JsonNode json) {
            this.json = json;
        }

        @Override
        public JsonNode json() {
            return json;
        }

        @Override
        public void markTaken() {
            taken = true;
        }
    }
}
