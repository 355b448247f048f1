package io.siembridge.normalizers.vendor;

import static io.siembridge.normalizers.vendor.KnownFields.below;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.Webhooks;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownFieldsTest {
    private static final String PAYLOAD =
            "{'a':1,'b':{'c':1,'new':{'x':1}},'list':[{'d':1},{'e':1},{'e':2}],'free':{'any':1},'z':1}";

    @Test
    void unknownFieldsAreNamedByTheirPaths() {
        KnownFields known = KnownFields.of("a b.c", "list[].d\nfree.*");
        assertThat(unknown(known, PAYLOAD)).containsExactly("b.new", "list[].e", "z");
        assertThat(known.unknownIn(Webhooks.json(PAYLOAD), 2)).hasSize(2);
        assertThat(unknown(KnownFields.of("a b.* list list[].d list[].e free z free.any"), PAYLOAD))
                .isEmpty();
    }

    @Test
    void membersOfAKnownScalarAreUnknown() {
        assertThat(unknown(KnownFields.of("a"), "{'a':{'b':1}}")).containsExactly("a.b");
        assertThat(unknown(KnownFields.of("a"), "{'a':[{'b':1}]}")).containsExactly("a[].b");
        assertThat(unknown(KnownFields.of("a[].b"), "{'a':{'b':1}}")).containsExactly("a.b");
    }

    @Test
    void namesStandBelowAPath() {
        assertThat(below("a[].", "b c.*")).isEqualTo("a[].b a[].c.*");
        assertThat(unknown(KnownFields.of(below("a[].", "b c.*")), "{'a':[{'b':1,'c':{'d':1},'e':1}]}"))
                .containsExactly("a[].e");
    }

    @Test
    void listsOfListsAreLists() {
        assertThat(unknown(KnownFields.of("a[][].b"), "{'a':[[{'b':1},{'c':1}]]}"))
                .containsExactly("a[][].c");
        assertThat(unknown(KnownFields.of("a"), "[{'a':1,'b':1}]")).containsExactly("[].a", "[].b");
    }

    @Test
    void scalarsHaveNoFields() {
        assertThat(unknown(KnownFields.of("a"), "7")).isEmpty();
        assertThat(unknown(KnownFields.of("a"), "{}")).isEmpty();
    }

    private static Set<String> unknown(KnownFields known, String json) {
        return known.unknownIn(Webhooks.json(json), 10);
    }
}
