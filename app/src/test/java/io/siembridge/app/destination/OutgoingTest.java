package io.siembridge.app.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    private static final int MEGABYTE = 1024 * 1024;

    private final List<String> encoded = new ArrayList<>();

    private Optional<byte[]> megabyte(OcsfEvent event) {
        encoded.add(event.uid());
        byte[] bytes = new byte[MEGABYTE];
        bytes[0] = (byte) event.uid().charAt(event.uid().length() - 1);
        return Optional.of(bytes);
    }

    @Test
    void encodesTheFirstMegabytesAheadAndTheRestWhenItIsTheirTurn() {
        Outgoing outgoing = Outgoing.of(TestEvents.events(0, 7), this::megabyte);
        assertThat(encoded).isEqualTo(TestEvents.uids(0, 4));
        for (int place = 0; place < outgoing.size(); place++) {
            String uid = TestEvents.uid(place);
            assertThat(outgoing.uid(place)).isEqualTo(uid);
            assertThat(outgoing.bytes(place).orElseThrow()[0]).isEqualTo((byte) uid.charAt(uid.length() - 1));
        }
        assertThat(encoded).isEqualTo(TestEvents.uids(0, 7));
    }

    @Test
    void keepsThePlaceOfAnEventThatIsTooLarge() {
        Outgoing outgoing = Outgoing.of(
                TestEvents.events(0, 3),
                event -> event.uid().equals(TestEvents.uid(1)) ? Optional.empty() : Optional.of(new byte[3]));
        assertThat(outgoing.bytes(0)).isPresent();
        assertThat(outgoing.bytes(1)).isEmpty();
        assertThat(outgoing.bytes(2)).isPresent();
    }
}
