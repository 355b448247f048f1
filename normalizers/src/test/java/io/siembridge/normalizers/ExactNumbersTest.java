package io.siembridge.normalizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.PayloadReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A member nobody knows, in any object of any payload, comes out with its numbers as they were. */
class ExactNumbersTest {
    private static final String NAME = "addedByTheTest";

    @TestFactory
    Stream<DynamicTest> numbersOfUnknownMembersStayExact() {
        return SampleCase.all().stream().map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> check(sample)));
    }

    private static void check(SampleCase sample) throws Exception {
        ArrayNode items = SampleCase.JSON.createArrayNode();
        for (Item item : PayloadReader.read(sample.payload()).items()) {
            items.add(item.json().deepCopy());
        }
        List<String> expected = new ArrayList<>();
        inject(items, expected);
        JsonNode body = items.size() == 1 ? items.get(0) : items;
        byte[] bytes = SampleCase.JSON.writeValueAsBytes(body);
        Normalization result = sample.vendor()
                .normalizer(NormalizerSettings.defaultsFor(sample.vendor()))
                .normalize(bytes, sample.provenance(bytes));
        Scalars said = new Scalars();
        for (OcsfEvent event : result.events()) {
            said.addAll(Scalars.ofEvent(SampleCase.JSON.readTree(event.toBytes())));
        }
        if (!result.events().isEmpty()) {
            assertThat(expected).as(body.toString()).allMatch(said::holdText);
        }
    }

    /** Adds numbers that no other place has to every object of the tree. */
    private static void inject(JsonNode value, List<String> expected) throws Exception {
        for (JsonNode child : value) {
            inject(child, expected);
        }
        if (value instanceof ObjectNode object) {
            int n = 10 + expected.size();
            List<String> numbers = List.of(
                    "90071992547409" + n,
                    "123456789012345678901234" + n,
                    n + ".0",
                    n + "1.50",
                    "1." + n + "E+30",
                    "1." + n + "E-30",
                    "9." + n + "E+400");
            expected.addAll(numbers);
            object.set(NAME, SampleCase.JSON.readTree(numbers.toString()));
        }
    }
}
