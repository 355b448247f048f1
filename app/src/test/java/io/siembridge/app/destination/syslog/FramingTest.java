package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.syslog.Batch.Events;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FramingTest {
    private static final String SHORT = "<14>1 2026-01-01T00:00:00Z h a - - - hi";
    private static final String NOT_ONLY_ASCII =
            "<131>1 2026-01-01T00:00:00.123Z siem-bridge-1 wallarm 812 finding [ocsf@32473 class=\"2004\" note=\"a\\\"b\\]c\\\\d\"] café";

    @Test
    void endsAMessageWithALineFeed() {
        assertThat(Framing.NEWLINE.frame(bytes(SHORT))).isEqualTo(bytes(SHORT + "\n"));
    }

    @Test
    void countsBytesNotCharacters() {
        assertThat(Framing.OCTET_COUNTED.frame(bytes(SHORT))).isEqualTo(bytes("39 " + SHORT));
        assertThat(NOT_ONLY_ASCII).hasSize(114);
        assertThat(Framing.OCTET_COUNTED.frame(bytes(NOT_ONLY_ASCII))).isEqualTo(bytes("115 " + NOT_ONLY_ASCII));
    }

    @Test
    void knowsWhatItAdds() {
        for (Framing framing : Framing.values()) {
            for (int length : List.of(1, 9, 10, 99, 100, 4000)) {
                assertThat(framing.frame(new byte[length])).hasSize(length + framing.overhead(length));
            }
        }
    }

    @Test
    void fillsBatchesInOrderAndSplitsNoMessage() {
        List<Message> messages = IntStream.range(0, 100)
                .mapToObj(index -> new Message(index, new byte[3000]))
                .toList();
        List<Batch> batches = Batch.of(messages, Framing.NEWLINE, (index, outcome) -> {});
        assertThat(batches).hasSize(5).allSatisfy(batch -> {
            assertThat(batch.bytes().length).isLessThanOrEqualTo(Batch.MAX_BYTES);
            assertThat(batch.bytes()).hasSize(batch.events().indexes().size() * 3001);
        });
        assertThat(batches.stream().map(Batch::events).map(Events::indexes).flatMap(List::stream))
                .isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void sendsAMessageThatIsLargerThanABatchByItself() {
        List<Message> messages = List.of(
                new Message(0, new byte[10]), new Message(1, new byte[Batch.MAX_BYTES]), new Message(2, new byte[10]));
        assertThat(Batch.of(messages, Framing.NEWLINE, (index, outcome) -> {}))
                .extracting(batch -> batch.bytes().length)
                .containsExactly(11, Batch.MAX_BYTES + 1, 11);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
