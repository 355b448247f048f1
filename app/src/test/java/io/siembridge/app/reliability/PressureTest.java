package io.siembridge.app.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More than the bridge can hold. */
@Timeout(240)
class PressureTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    /** Sixty bodies of two mebibytes at once, for a heap that has no room for them. */
    @Test
    void manyLargeBodiesAreRefusedBeforeMemoryIsShort() throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            campaign.server(", max_body: 4MiB, max_in_flight: 16MiB");
            try (ChildProcess bridge = ChildProcess.start(campaign.config(), "-Xmx160m")) {
                ChildProcess.Ports ports = bridge.started();
                List<Integer> answers = sendAtOnce(campaign, ports, 60);
                assertThat(answers).contains(200, 503).containsOnly(200, 503);
                assertThat(campaign.senders.send(ports, campaign.traffic.next()))
                        .isPresent();
                campaign.drained(ports);
                assertThat(bridge.log()).doesNotContain("OutOfMemoryError");
            }
            assertThat(campaign.end().broken()).isEmpty();
        }
    }

    private static List<Integer> sendAtOnce(Campaign campaign, ChildProcess.Ports ports, int many) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Sent> webhooks = new ArrayList<>();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Sent webhook = campaign.traffic.large(2 * MEBIBYTE);
            campaign.ledger.sending(webhook);
            webhooks.add(webhook);
            answers.add(client.sendAsync(
                    webhook.request(ports.source(webhook.source())), HttpResponse.BodyHandlers.ofByteArray()));
        }
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            // A refusal may cut the connection before all of the body is sent.
            HttpResponse<byte[]> answer =
                    answers.get(i).exceptionally(cut -> null).join();
            if (answer != null) {
                campaign.ledger.answered(webhooks.get(i), answer.statusCode(), answer.body());
                statuses.add(answer.statusCode());
            }
        }
        return statuses;
    }

    @Test
    void aFloodAtOneSourceStopsNoOther() throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            campaign.server(", max_body: 1MiB, max_in_flight: 4MiB");
            List<Socket> flood = new ArrayList<>();
            try (Campaign.Local local = campaign.local(Environment.real())) {
                for (int i = 0; i < 40; i++) {
                    flood.add(unfinished(local.ports()));
                }
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(
                                () -> assertThat(Metrics.read(local.ports()).value("bytes_in_flight"))
                                        .isBetween(MEBIBYTE + 1L, 2L * MEBIBYTE));
                Sent ofAnother = campaign.traffic.large(500_000);
                assertThat(campaign.senders.send(local.ports(), ofAnother)).isPresent();
            } finally {
                for (Socket socket : flood) {
                    socket.close();
                }
            }
            assertThat(campaign.end().broken()).isEmpty();
        }
    }

    /** A webhook of almost a mebibyte whose last byte does not come. */
    private static Socket unfinished(ChildProcess.Ports ports) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.webhooks());
        try {
            OutputStream out = socket.getOutputStream();
            out.write("POST /webhooks/snyk HTTP/1.1\r\nHost: bridge\r\nContent-Length: 900000\r\n\r\n"
                    .getBytes(US_ASCII));
            out.write(new byte[899_999]);
            out.flush();
        } catch (IOException refused) {
            // As it should be for all but the first ones.
            return socket;
        }
        return socket;
    }
}
