package io.siembridge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.Secret;
import io.siembridge.app.demo.ForwardSession.Admission;
import io.siembridge.app.demo.ForwardSession.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The receiver with messages that our own client does not write, byte for byte. */
@Timeout(30)
final class ForwardReceiverTest {
    private static final String TAG = "af 6f63 7366 2e73 6e79 6b2e 6973 7375 65";
    private static final String TIME = "d7 00 6955b900 0754d4c0";
    private static final String RECORD = "81 a9 636c 6173 735f 7569 64 cd 07d2";
    private static final String ENTRY = "92" + TIME + RECORD;
    private static final String CHUNK = "a5 6368756e6b b8 4141 4543 4177 5146 4267 6349 4351 6f4c 4441 304f 4477 3d3d";
    private static final String ACKNOWLEDGEMENT =
            "81 a3 61636b b8 4141 4543 4177 5146 4267 6349 4351 6f4c 4441 304f 4477 3d3d";

    @Test
    void takesOneEventAndAcknowledgesIt() throws Exception {
        assertTakenAndAcknowledged(hex("94" + TAG + TIME + RECORD + "81" + CHUNK));
    }

    @Test
    void takesAListOfEvents() throws Exception {
        assertTakenAndAcknowledged(hex("93" + TAG + "91" + ENTRY + "81" + CHUNK));
    }

    @Test
    void takesPackedEventsTypedAsBinaryOrAsText() throws Exception {
        int length = hex(ENTRY).length;
        assertTakenAndAcknowledged(hex("93" + TAG + "c4 %02x".formatted(length) + ENTRY + "81" + CHUNK));
        assertTakenAndAcknowledged(hex("93" + TAG + "d9 %02x".formatted(length) + ENTRY + "81" + CHUNK));
    }

    @Test
    void takesCompressedEvents() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(hex(ENTRY));
        }
        String packed = "c4 %02x".formatted(compressed.size()) + HexFormat.of().formatHex(compressed.toByteArray());
        String option = "82" + CHUNK + "aa 636f 6d70 7265 7373 6564 a4 677a6970";
        assertTakenAndAcknowledged(hex("93" + TAG + packed + option));
    }

    @Test
    void takesWholeSecondsAndDoesNotAcknowledgeUnasked() throws Exception {
        try (ForwardReceiver receiver = ForwardReceiver.open(new Random(1));
                Socket client = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            client.getOutputStream().write(hex("93" + TAG + "ce 6955b900" + RECORD));
            Received event = take(receiver);
            assertThat(event.time()).isEqualTo("2026-01-01T00:00:00Z");
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void refusesAClientThatSkipsTheHandshake() throws Exception {
        Admission admission = new Admission(new Secret("orchard-key"), Map.of());
        try (ForwardReceiver receiver =
                        ForwardReceiver.guarded(ServerSocketFactory.getDefault(), admission, new Random(1));
                Socket client = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            client.getOutputStream().write(hex("93" + TAG + "91" + ENTRY + "81" + CHUNK));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
            assertThat(receiver.received()).isEmpty();
        }
    }

    private static void assertTakenAndAcknowledged(byte[] message) throws Exception {
        try (ForwardReceiver receiver = ForwardReceiver.open(new Random(1));
                Socket client = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            client.getOutputStream().write(message);
            Received event = take(receiver);
            assertThat(event.tag()).isEqualTo("ocsf.snyk.issue");
            assertThat(event.time()).isEqualTo(Instant.parse("2026-01-01T00:00:00.123Z"));
            assertThat(event.event()).hasToString("{\"class_uid\":2002}");
            assertThat(read(client, hex(ACKNOWLEDGEMENT).length)).isEqualTo(hex(ACKNOWLEDGEMENT));
        }
    }

    private static Received take(ForwardReceiver receiver) throws InterruptedException {
        Received event = receiver.received().poll(20, TimeUnit.SECONDS);
        assertThat(event).as("an event within 20 s").isNotNull();
        return event;
    }

    private static byte[] read(Socket client, int length) throws IOException {
        return client.getInputStream().readNBytes(length);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }
}
