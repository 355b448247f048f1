package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.FuzzedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

class EntryFuzzTest {
    @Test
    void anyEventIsOneEntry() {
        FuzzedEvents.check(event -> {
            try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(EntryEncoder.encode(event))) {
                assertThat(unpacker.unpackValue().asArrayValue().size()).isEqualTo(2);
                assertThat(unpacker.hasNext()).isFalse();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
