package io.siembridge.app.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.siembridge.app.bridge.Bridge;
import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.config.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Addresses of senders that come over IPv6, or over IPv4 to a socket of both. */
@Timeout(60)
class Ipv6PeerTest {
    @TempDir
    private Path folder;

    private Bridge bridge(String listen, String server, String source) throws Exception {
        String yaml = RunningBridge.yaml(folder, server, source, "  archive: {type: file, path: \"-\"}\n")
                .replaceFirst("127.0.0.1:0", listen);
        Bridge bridge = new Bridge(
                new ConfigReader(name -> Optional.empty()).read(yaml, folder, BridgeConfig.SECTION),
                Environment.real());
        bridge.start();
        return bridge;
    }

    private static int send(Bridge bridge, String host, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + host + ":" + bridge.port() + "/webhooks/wallarm"))
                .header("X-Auth-Token", RunningBridge.WALLARM.reveal())
                .POST(BodyPublishers.ofString("[{\"n\":" + System.nanoTime() + "}]"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static void assumeIpv6() {
        boolean usable;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            usable = socket.isBound();
        } catch (IOException none) {
            usable = false;
        }
        assumeThat(usable).as("this machine has no ::1").isTrue();
    }

    @Test
    void anAllowListHoldsAnIpv6Sender() throws Exception {
        assumeIpv6();
        try (Bridge bridge = bridge("[::1]:0", "", ", allow: [\"::1\"]")) {
            assertThat(send(bridge, "[::1]")).isEqualTo(200);
        }
        try (Bridge bridge = bridge("[::1]:0", "", ", allow: [\"2001:db8::/32\"]")) {
            assertThat(send(bridge, "[::1]")).isEqualTo(403);
            assertThat(send(bridge, "[::1]", "X-Forwarded-For", "2001:db8::9")).isEqualTo(403);
        }
    }

    @Test
    void aProxyOnIpv6IsTrusted() throws Exception {
        assumeIpv6();
        try (Bridge bridge = bridge("[::1]:0", ", trusted_proxies: [\"::1\"]", ", allow: [\"2001:db8::/32\"]")) {
            assertThat(send(bridge, "[::1]", "X-Forwarded-For", "2001:db8::9")).isEqualTo(200);
            assertThat(send(bridge, "[::1]", "X-Forwarded-For", "2001:db8::9, 192.0.2.1"))
                    .isEqualTo(403);
        }
    }

    @Test
    void anIpv4SenderToASocketOfBothIsAnIpv4Sender() throws Exception {
        assumeIpv6();
        try (Bridge bridge = bridge("[::]:0", "", ", allow: [\"127.0.0.1\"]")) {
            assertThat(send(bridge, "127.0.0.1")).isEqualTo(200);
            assertThat(send(bridge, "[::1]")).isEqualTo(403);
        }
    }
}
