package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.Environment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Room runs out: what cannot be kept is refused in time, what was taken stays, and it goes on by itself when there is
 * room again.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DiskTest {
    private static final int MANY = 20_000;
    private static final long MEBIBYTE = 1L << 20;

    @TempDir
    private Path place;

    @Test
    void aSpoolAtItsSizeLimitRefusesUntilDeliveriesMakeRoom() throws Exception {
        try (Campaign campaign = new Campaign(place)) {
            try (Campaign.Local local = campaign.local(Environment.real(), ", max_size: 1MiB, keep_delivered: 7d")) {
                local.bridge().workers().get("archive").pause();
                HttpResponse<byte[]> refusal = campaign.senders.untilRefused(local.ports(), MANY);
                assertThat(refusal.statusCode()).isEqualTo(503);
                assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
                assertNotReady(local.ports(), "spool.max_size");
                local.bridge().workers().get("archive").resume();
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    local.bridge().spool().tidy();
                    return campaign.senders
                            .send(local.ports(), campaign.traffic.next())
                            .isPresent();
                });
                assertReady(local.ports());
            }
            assertThat(campaign.end().broken()).isEmpty();
        }
    }

    @Test
    @Tag("peers")
    void aVolumeThatRunsLowIsRefusedInTimeAndAFullOneLosesNothing() throws Exception {
        Optional<String> obstacle = Volume.obstacle(place.resolve("trial"));
        if (obstacle.isPresent()) {
            System.out.println("SKIPPED DiskTest: " + obstacle.get());
            assertThat(System.getProperty("powerloss", "")).as(obstacle.get()).isNotEqualTo("required");
            Assumptions.abort(obstacle.get());
        }
        try (Volume volume = Volume.create(place.resolve("volume"));
                Campaign campaign = new Campaign(volume.root(), place, place)) {
            String reserve = ", min_free_disk: 24MiB";
            Path ballast = volume.root().resolve("ballast");
            try (ChildProcess bridge = ChildProcess.start(campaign.config(reserve))) {
                ChildProcess.Ports ports = bridge.started();
                assertThat(campaign.senders.send(ports, campaign.traffic.next()))
                        .isPresent();
                fill(ballast, free(volume) - 27 * MEBIBYTE);
                HttpResponse<byte[]> refusal = campaign.senders.untilRefused(ports, MANY);
                assertThat(refusal.statusCode()).isEqualTo(503);
                assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
                assertThat(free(volume)).as("the reserve is still there").isGreaterThan(22 * MEBIBYTE);
                assertNotReady(ports, "spool.min_free_disk");
                assertThat(bridge.log()).contains("disk_reserve");

                fillUp(volume, ballast);
                campaign.senders.flood(ports, 50).await();
                assertNotReady(ports, "spool");

                Files.delete(ballast);
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertReady(ports));
                assertThat(campaign.senders.send(ports, campaign.traffic.next()))
                        .isPresent();
                campaign.drained(ports);
            }
            assertThat(campaign.end().broken()).isEmpty();
        }
    }

    /** Without a reserve every write must be ready for the end of the disk. */
    @Test
    @Tag("peers")
    void aWriteThatFindsTheDiskFullIsNeverAcknowledged() throws Exception {
        Assumptions.assumeTrue(Volume.obstacle(place.resolve("trial")).isEmpty(), "needs loop devices");
        try (Volume volume = Volume.create(place.resolve("volume"));
                Campaign campaign = new Campaign(volume.root(), place, place)) {
            Path ballast = volume.root().resolve("ballast");
            try (ChildProcess bridge = ChildProcess.start(campaign.config(", min_free_disk: 0B"))) {
                ChildProcess.Ports ports = bridge.started();
                fill(ballast, free(volume) - 4 * MEBIBYTE);
                HttpResponse<byte[]> refusal = campaign.senders.untilRefused(ports, MANY);
                assertThat(refusal.statusCode()).isEqualTo(503);
                assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
                assertThat(bridge.log()).contains("Nothing could be written to the spool");
                campaign.senders.flood(ports, 50).await();
                Files.delete(ballast);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> campaign.senders
                                .send(ports, campaign.traffic.next())
                                .isPresent());
                assertReady(ports);
                campaign.drained(ports);
            }
            assertThat(campaign.end().broken()).isEmpty();
        }
    }

    private static void assertReady(ChildProcess.Ports ports) throws IOException, InterruptedException {
        assertThat(Metrics.get(ports.admin("/readyz")).statusCode()).isEqualTo(200);
        assertThat(Metrics.read(ports).value("spool_accepts")).isEqualTo(1);
    }

    private static void assertNotReady(ChildProcess.Ports ports, String reason)
            throws IOException, InterruptedException {
        HttpResponse<String> ready = Metrics.get(ports.admin("/readyz"));
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains(reason);
        Metrics metrics = Metrics.read(ports);
        assertThat(metrics.value("spool_accepts")).isZero();
        assertThat(List.of("snyk", "wallarm"))
                .anyMatch(source -> metrics.values()
                        .containsKey("siem_bridge_webhooks_received_total{result=\"unavailable\",source=\"" + source
                                + "\"}"));
    }

    private static long free(Volume volume) {
        return volume.root().toFile().getUsableSpace();
    }

    private static void fill(Path ballast, long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
            byte[] block = new byte[(int) MEBIBYTE];
            for (long left = bytes; left > 0; left -= block.length) {
                file.write(block, 0, (int) Math.min(left, block.length));
            }
            file.getFD().sync();
        }
    }

    private static void fillUp(Volume volume, Path ballast) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
            file.seek(file.length());
            while (free(volume) > 0) {
                file.write(new byte[4096]);
            }
            file.getFD().sync();
        } catch (IOException full) {
            assertThat(free(volume)).isLessThan(MEBIBYTE);
        }
    }
}
