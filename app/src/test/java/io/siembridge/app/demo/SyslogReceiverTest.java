package io.siembridge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.tls.TestCertificates;
import io.siembridge.app.tls.TlsContexts;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SyslogReceiverTest {
    @Test
    void receivesLinesAndCountedMessagesInTheirOrder() throws Exception {
        try (SyslogReceiver receiver = SyslogReceiver.open();
                Socket sender = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            sender.getOutputStream().write("<14>first\n10 <14>sec\nnd<14>café\n".getBytes(StandardCharsets.UTF_8));
            assertThat(next(receiver)).isEqualTo("<14>first");
            assertThat(next(receiver)).isEqualTo("<14>sec\nnd");
            assertThat(next(receiver)).isEqualTo("<14>café");
        }
    }

    @Test
    void receivesOverTls(@TempDir Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.createIn(directory);
        var context = certificates.peer(certificates.issue("receiver", TestCertificates.LOOPBACK));
        try (SyslogReceiver receiver = SyslogReceiver.open(context.getServerSocketFactory());
                Socket sender = TlsContexts.client(certificates.trusting())
                        .getSocketFactory()
                        .createSocket("localhost", receiver.port())) {
            sender.getOutputStream().write("<14>secret\n".getBytes(StandardCharsets.UTF_8));
            assertThat(next(receiver)).isEqualTo("<14>secret");
        }
    }

    @Test
    void closesItsConnections() throws Exception {
        SyslogReceiver receiver = SyslogReceiver.open();
        try (Socket sender = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            sender.getOutputStream().write("<14>first\n".getBytes(StandardCharsets.UTF_8));
            assertThat(next(receiver)).isEqualTo("<14>first");
            receiver.close();
            assertThat(sender.getInputStream().read()).isNegative();
        }
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertThatThrownBy(() -> messages("<14>cut")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> messages("9 <14>cut")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> messages("9x<14>cut")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> messages("99999999 x")).isInstanceOf(IOException.class);
    }

    @Test
    void takesTheCountForBytes() throws Exception {
        assertThat(messages("9 <14>café1 x")).containsExactly("<14>café", "x");
    }

    private static List<String> messages(String stream) throws IOException {
        SyslogStream messages = new SyslogStream(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
        List<String> found = new ArrayList<>();
        for (Optional<String> message = messages.next(); message.isPresent(); message = messages.next()) {
            found.add(message.get());
        }
        return found;
    }

    private static String next(SyslogReceiver receiver) throws InterruptedException {
        return receiver.received().poll(20, TimeUnit.SECONDS);
    }
}
