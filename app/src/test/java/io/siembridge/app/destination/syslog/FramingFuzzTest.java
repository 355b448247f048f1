package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.demo.SyslogStream;
import io.siembridge.app.destination.FuzzedEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FramingFuzzTest {
    private static final int MOST_REPEATED = 20;

    /** Makes messages of which two do not fit into one write. */
    private static final int OFTEN_REPEATED = 4_000;

    @Test
    void whatIsFramedAndBatchedComesOffTheStreamAsItWas() {
        FuzzedEvents.checkSeeds(seed -> {
            Random random = new Random(seed);
            RandomText text = new RandomText(seed);
            List<String> messages = new ArrayList<>();
            int most = random.nextInt(200) == 0 ? OFTEN_REPEATED : MOST_REPEATED;
            for (int i = random.nextInt(8); i >= 0; i--) {
                messages.add("<13>" + PlainText.oneLine(text.next().repeat(random.nextInt(most))));
            }
            Framing framing = random.nextBoolean() ? Framing.NEWLINE : Framing.OCTET_COUNTED;
            assertThat(takenOff(stream(messages, framing))).isEqualTo(messages);
        });
    }

    private static byte[] stream(List<String> messages, Framing framing) {
        List<Message> numbered = new ArrayList<>();
        for (String message : messages) {
            numbered.add(new Message(numbered.size(), message.getBytes(StandardCharsets.UTF_8)));
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        Batch.of(numbered, framing, (index, outcome) -> {}).forEach(batch -> stream.writeBytes(batch.bytes()));
        return stream.toByteArray();
    }

    private static List<String> takenOff(byte[] bytes) {
        try {
            SyslogStream stream = new SyslogStream(new ByteArrayInputStream(bytes));
            List<String> messages = new ArrayList<>();
            for (Optional<String> next = stream.next(); next.isPresent(); next = stream.next()) {
                messages.add(next.get());
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
