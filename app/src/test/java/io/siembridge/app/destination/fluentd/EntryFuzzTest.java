package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.FuzzedEvents;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ArrayValue;
import org.msgpack.value.Value;

class EntryFuzzTest {
    @Test
    void anyEventIsOneEntryWithTimeAndRecord() {
        FuzzedEvents.check(event -> {
            try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(EntryEncoder.encode(event))) {
                check(unpacker.unpackValue().asArrayValue(), event);
                assertThat(unpacker.hasNext()).isFalse();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void check(ArrayValue entry, OcsfEvent event) {
        assertThat(entry.size()).isEqualTo(2);
        assertThat(entry.get(0).asExtensionValue().getType()).isZero();
        assertThat(entry.get(0).asExtensionValue().getData()).hasSize(8);
        assertThat(entry.get(1).asMapValue().size()).isEqualTo(event.json().size());
        checkText(entry.get(1));
    }

    /** Receivers refuse text that is not UTF-8; reading it as text would throw. */
    private static void checkText(Value value) {
        if (value.isStringValue()) {
            assertThat(value.asStringValue().asString()).isNotNull();
        } else if (value.isArrayValue()) {
            value.asArrayValue().forEach(EntryFuzzTest::checkText);
        } else if (value.isMapValue()) {
            value.asMapValue().keySet().forEach(EntryFuzzTest::checkText);
            value.asMapValue().values().forEach(EntryFuzzTest::checkText);
        }
    }
}
