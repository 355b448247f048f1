package io.siembridge.app.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ConnectionTableTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ROWS = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0
               1: 0100007F:D431 0100007F:01BB 01 000001F4:00000000 01:00000014 00000000     0        0 2 2 0
               2: 0100007F:01BB 0100007F:D431 01 00000000:00000007 00:00000000 00000000     0        0 3 2 0
            """;

    @TempDir
    private Path folder;

    @Test
    void readsWhatAConnectionHasNotHadAcknowledged() throws Exception {
        Path file = Files.writeString(folder.resolve("tcp"), ROWS);
        ConnectionTable table = ConnectionTable.in(List.of(folder.resolve("missing"), file));
        assertThat(table.unacknowledged(0xD431, 443)).isEqualTo(OptionalLong.of(500));
        assertThat(table.unacknowledged(443, 0xD431)).isEqualTo(OptionalLong.of(0));
        assertThat(table.unacknowledged(443, 1)).isEmpty();
    }

    @Test
    void knowsNothingWhereThereIsNoSuchTable() {
        assertThat(ConnectionTable.in(List.of(folder.resolve("missing"))).unacknowledged(1, 2))
                .isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesWhatAReceiverThatDoesNotReadLeavesHere() throws Exception {
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReceiveBufferSize(4096);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
                    Socket reader = listener.accept()) {
                ConnectionTable table = ConnectionTable.ofThisMachine();
                assertThat(table.unacknowledged(socket.getLocalPort(), socket.getPort()))
                        .isEqualTo(OptionalLong.of(0));
                socket.getOutputStream().write(new byte[60_000]);
                assertThat(table.unacknowledged(socket.getLocalPort(), socket.getPort())
                                .orElseThrow())
                        .isPositive();
                assertThat(reader.getInputStream().readNBytes(60_000)).hasSize(60_000);
                await().atMost(PATIENCE)
                        .until(() -> table.unacknowledged(socket.getLocalPort(), socket.getPort())
                                        .orElseThrow()
                                == 0);
            }
        }
    }
}
