package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
    @Test
    void objectIsOneItemWithItsExactText() throws Exception {
        PayloadReader.Items items = read(" \r\n{\"a\" : 1.50,\n \"b\":\"\\u00e4\"} \n");
        assertThat(items.items()).hasSize(1);
        Item item = items.items().get(0);
        assertThat(item.path()).isEqualTo("[0]");
        assertThat(item.text()).isEqualTo("{\"a\" : 1.50,\n \"b\":\"\\u00e4\"}");
        assertThat(item.isAmbiguous()).isFalse();
    }

    @Test
    void arrayIsOneItemAnElementEachWithItsExactText() throws Exception {
        PayloadReader.Items items = read("[ {\"ä\": 1e2} ,[1, 2], \"te,xt\", 9.0, null, true, {} ]");
        assertThat(items.items())
                .extracting(Item::text)
                .containsExactly("{\"ä\": 1e2}", "[1, 2]", "\"te,xt\"", "9.0", "null", "true", "{}");
        assertThat(items.items())
                .extracting(Item::path)
                .containsExactly("[0]", "[1]", "[2]", "[3]", "[4]", "[5]", "[6]");
        assertThat(items.unreadable()).isEmpty();
    }

    @Test
    void linesOfObjectsAreItemsWhateverEndsThem() throws Exception {
        PayloadReader.Items items = read("{\"a\":1}\r\n\n  \n{\"a\":2}\n{\"a\":3}");
        assertThat(items.items()).extracting(Item::text).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
        assertThat(items.items()).extracting(Item::path).containsExactly("[0]", "[1]", "[2]");
    }

    @Test
    void oneBrokenLineDoesNotTakeItsNeighboursWithIt() throws Exception {
        PayloadReader.Items items = read("{\"a\":1}\n{\"secret\":\n{\"a\":2}\n17\n");
        assertThat(items.items()).extracting(Item::path).containsExactly("[0]", "[2]");
        assertThat(items.unreadable())
                .extracting(Normalization.UnreadableItem::path)
                .containsExactly("[1]", "[3]");
        assertThat(items.unreadable().get(0).reason()).startsWith("The line 2 is not JSON");
        assertThat(items.unreadable().get(1).reason()).isEqualTo("The line 4 is no JSON object");
    }

    @Test
    void linesOfATruncatedObjectAreNoItems() {
        assertThatThrownBy(() -> read("{\n \"list\": [\n \"x\"\n ],\n \"rest\": "))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t ", "[]", " [ ] ", "\uFEFF", "\uFEFF\n[]"})
    void nothingHasNoItems(String body) throws Exception {
        assertThat(read(body).items()).isEmpty();
        assertThat(read(body).unreadable()).isEmpty();
    }

    @Test
    void byteOrderMarkOfUtf8IsNoPartOfTheText() throws Exception {
        assertThat(read("\uFEFF{\"a\":1}").items()).extracting(Item::text).containsExactly("{\"a\":1}");
        assertThat(read("\uFEFF{\"a\":1}\n\uFEFF{\"a\":2}\r\n").items())
                .extracting(Item::text)
                .containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void otherEncodingsAreRefused(String charset) {
        byte[] body = "{\"a\":\"x\"}".getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> PayloadReader.read(body))
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void invalidUtf8IsRefused() {
        for (byte[] bytes :
                List.of(new byte[] {(byte) 0xff}, new byte[] {(byte) 0xc3, 0x28}, new byte[] {(byte) 0x80})) {
            byte[] body = ("{\"a\":\"" + new String(bytes, StandardCharsets.ISO_8859_1) + "\"}")
                    .getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> PayloadReader.read(body)).isInstanceOf(MalformedPayloadException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\":1}{\"a\":2}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":.5}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":\"\n\"}",
                "{\"a\":/*x*/1}",
                "[1,2",
                "[1,2]]",
                "[1,2] x",
                "[1 2]",
                "[1,,2]",
                "nul",
                "secret",
                "<a/>",
                "a=1&b=2",
                "1 2",
                "\u0000",
                "{\"a\":1e9999999999}",
                "[1e9999999999]",
                "[{\"a\":-1e-9999999999}]",
            })
    void whatIsNoJsonIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(MalformedPayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":hunter2}",
                "hunter2",
                "{\"a\":\"hunter2",
                "{\"hunter2",
                "{\"a\":\"hunter2\\x\"}",
                "{\"hunter2\" 1}",
                "[hunter2]",
                "{\"a\":1}\nhunter2",
                "{\"hunter2\":1,\"hunter2\":",
            })
    void reasonsNeverQuoteThePayload(String body) {
        assertThatThrownBy(() -> {
                    PayloadReader.Items items = read(body);
                    throw new MalformedPayloadException(items.unreadable().toString());
                })
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageNotContaining("hunter");
    }

    @Test
    void reasonSaysWhere() {
        assertThatThrownBy(() -> read("{\"a\":1,\n\"b\":tru}"))
                .hasMessageContaining("line 2, column")
                .hasMessageStartingWith("The body is not JSON");
    }

    @Test
    void repeatedNamesAreReadAndMarked() throws Exception {
        String body = "{\"a\":{\"b\":1,\"b\":2}}";
        Item item = read(body).items().get(0);
        assertThat(item.isAmbiguous()).isTrue();
        assertThat(item.json().at("/a/b").intValue()).isEqualTo(2);
        assertThat(item.text()).isEqualTo(body);
        assertThat(read("[{\"a\":1},{\"b\":1,\"b\":2}]").items()).allMatch(Item::isAmbiguous);
        assertThat(read("{\"a\":1}\n{\"b\":1,\"b\":2}").items())
                .extracting(Item::isAmbiguous)
                .containsExactly(false, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\\ud800y\":1,\"b\":\"\\ud83d\\ude00\"}",
                "{\"x\\uDC00y\":1,\"b\":\"\\ud83d\\ude00\"}",
                "{\"x\\ud800y\":\"\\\\ud800\",\"b\":\"\\ud83d\\ude00\"}"
            })
    void halfAPairInANameIsReplacedAndTheTextIsKept(String object) throws Exception {
        for (String body : List.of(object, "[" + object + ",{}]", object + "\n{}")) {
            Item item = read(body).items().get(0);
            assertThat(item.json().fieldNames().next()).isEqualTo("x\ufffdy");
            assertThat(item.json().path("b").textValue()).isEqualTo("\ud83d\ude00");
            assertThat(item.isAmbiguous()).isTrue();
            assertThat(item.text()).isEqualTo(object);
        }
    }

    @Test
    void depthIsLimited() throws Exception {
        int deepest = PayloadReader.MAX_DEPTH;
        assertThat(read("[".repeat(deepest) + "]".repeat(deepest)).items()).hasSize(1);
        String tooDeep = "{\"a\":".repeat(deepest + 1) + "1" + "}".repeat(deepest + 1);
        assertThatThrownBy(() -> read(tooDeep)).isInstanceOf(MalformedPayloadException.class);
        assertThatThrownBy(() -> read("[".repeat(1_000_000))).isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void itemsAndValuesAreLimited() throws Exception {
        int most = PayloadReader.MAX_ITEMS;
        assertThat(read("[" + "1,".repeat(most - 1) + "1]").items()).hasSize(most);
        assertThat(read("{}\n".repeat(most)).items()).hasSize(most);
        for (String body : List.of("[" + "1,".repeat(most) + "1]", "{}\n".repeat(most + 1))) {
            assertThatThrownBy(() -> read(body))
                    .isInstanceOf(MalformedPayloadException.class)
                    .hasMessage("The body has more than 50000 items");
        }
        assertThatThrownBy(() -> read("{\"a\":[" + "[],".repeat(1_000_000) + "[]]}"))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void numbersStayExact() throws Exception {
        String body = "[9007199254740993,12345678901234567890123,9.0,1.50,1e2,1E-7,-0.1,1e999999999]";
        assertThat(read(body).items())
                .extracting(item -> item.json().asText())
                .containsExactly(
                        "9007199254740993",
                        "12345678901234567890123",
                        "9.0",
                        "1.50",
                        "1E+2",
                        "1E-7",
                        "-0.1",
                        "1E+999999999");
    }

    @Test
    void textIsReadWhateverItHolds() throws Exception {
        Item item = read("{\"a\":\"\\u0000\\ud800 \\ud83d\\ude00 \\u2028\",\"\":\"" + "x".repeat(3_000_000) + "\"}")
                .items()
                .get(0);
        assertThat(item.json().path("a").textValue()).isEqualTo("\u0000\ud800 \ud83d\ude00 \u2028");
        assertThat(item.json().path("").textValue()).hasSize(3_000_000);
    }

    @Test
    void partOfAnItemHasItsOwnPlaceAndText() throws Exception {
        Item item = read("{\"list\":[ {\"a\": 9.0} ],\"a\":1,\"a\":2}").items().get(0);
        Item part = item.part("list[0]", item.json().at("/list/0"));
        assertThat(part.path()).isEqualTo("list[0]");
        assertThat(part.text()).isEqualTo("{\"a\":9.0}");
        assertThat(read("{}\n{}").items().get(1).part("list[0]", part.json()).path())
                .isEqualTo("[1].list[0]");
        assertThat(part.isAmbiguous()).isFalse();
    }

    private static PayloadReader.Items read(String body) throws MalformedPayloadException {
        return PayloadReader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"\\ud83d\\udd12\":1}",
                "[{\"a\":\"ä\"},{\"\\uD83D\\uDD12\":1}]",
                "{\"a\":2}\n{\"\\ud83d\\udd12\":1}",
                "{\"a\":\"\\ud83d\\udd12\"} \n{\"\\ud83d\\udd12\" : 1}"
            })
    void namesMayBeWrittenWithEscapedSurrogates(String body) throws Exception {
        List<Item> items = read(body).items();
        Item last = items.get(items.size() - 1);
        assertThat(last.json().path("\uD83D\uDD12").asInt()).isEqualTo(1);
        assertThat(body).endsWith(last.text() + (body.startsWith("[") ? "]" : ""));
    }
}
