package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.spool.DestinationTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP under load: the program itself, as it is started in production. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGHUP")
class ReloadUnderLoadTest {
    private static final Pattern RUNNING = Pattern.compile("webhooks on port ([0-9]+), operator on port ([0-9]+)");
    private static final String OTHER_SECRET = "another-secret-of-snyk";

    /** Whoever builds under nohup hands the ignored signal down to the child, and a JVM leaves it ignored. */
    static boolean isHangUpIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        return (Long.parseUnsignedLong(ignored, 16) & 1) == 1;
    }

    @Test
    void saysThatItCannotBeToldByASignalThatIsIgnored(@TempDir Path folder) throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            Path log = folder.resolve("program.log");
            try (ChildProcess bridge = ChildProcess.programWithoutHangUp(
                    log,
                    List.of(
                            "serve",
                            "--log",
                            "text",
                            "--config",
                            campaign.config().toString()))) {
                ports(log);
                assertThat(Files.readString(log)).contains("SIGHUP does not reload here", "siem-bridge reload");
                bridge.hangUp();
                assertThat(bridge.isAlive()).isTrue();
            }
        }
    }

    @Test
    @DisabledIf(value = "isHangUpIgnored", disabledReason = "SIGHUP is ignored here, as under nohup")
    void losesNoWebhookWhileDestinationsAndSecretsChange(@TempDir Path folder) throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            Path config = campaign.config();
            String plain = Files.readString(config);
            Path log = folder.resolve("program.log");
            try (ChildProcess bridge =
                    ChildProcess.program(log, List.of("serve", "--log", "text", "--config", config.toString()))) {
                ChildProcess.Ports ports = ports(log);
                Senders.Flood flood = campaign.senders.flood(ports, 100_000);
                accepted(campaign, 100);
                reload(bridge, config, plain + second(folder), log, "destination second added");
                accepted(campaign, 200);
                reload(
                        bridge,
                        config,
                        plain.replace("acknowledgement: true", "acknowledgement: true, rate: 5000/s"),
                        log,
                        "destination splunk changed, destination second removed");
                accepted(campaign, 300);
                refuse(bridge, config, plain.replace("type: fluentd", "type: fluend"), log);
                accepted(campaign, 400);
                String both = "[\"" + OTHER_SECRET + "\", \"" + RunningBridge.SNYK.reveal() + "\"]";
                reload(
                        bridge,
                        config,
                        plain.replace("[\"" + RunningBridge.SNYK.reveal() + "\"]", both) + second(folder),
                        log,
                        "source snyk changed");
                accepted(campaign, 500);
                flood.stop();
                assertThat(campaign.ledger.refused()).as(Files.readString(log)).isZero();
                campaign.drained(ports);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> Metrics.read(ports).of("delivery_backlog", "second") == 0);
                bridge.terminate();
                assertThat(bridge.awaitEnd(Campaign.STOP)).isPresent();
            }
            Judge.Verdict verdict = campaign.judge();
            System.out.println("reloaded under load: " + campaign.ledger + "; " + verdict);
            assertThat(verdict.broken()).isEmpty();
            DestinationTally second = verdict.tallies().get("second");
            assertThat(second.closes()).isTrue();
            assertThat(second.owed())
                    .isPositive()
                    .isLessThan(verdict.tallies().get("archive").owed());
        }
    }

    private static String second(Path folder) {
        return "  second: {type: file, path: \"" + folder.resolve("second.ndjson") + "\"}\n";
    }

    private static void accepted(Campaign campaign, int atLeast) {
        int before = campaign.ledger.promises().size();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> campaign.ledger.promises().size() >= Math.max(atLeast, before + 50));
    }

    private static void reload(ChildProcess bridge, Path config, String yaml, Path log, String expected)
            throws IOException, InterruptedException {
        Files.writeString(config, yaml);
        bridge.hangUp();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Files.readString(log)).contains("Configuration reloaded: " + expected));
    }

    private static void refuse(ChildProcess bridge, Path config, String yaml, Path log)
            throws IOException, InterruptedException {
        Files.writeString(config, yaml);
        bridge.hangUp();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Files.readString(log))
                        .contains("The configuration is not reloaded, nothing changed:", "fluentd"));
        assertThat(bridge.isAlive()).isTrue();
    }

    private static ChildProcess.Ports ports(Path log) {
        Matcher running = await().atMost(Duration.ofSeconds(60))
                .until(() -> RUNNING.matcher(Files.exists(log) ? Files.readString(log) : ""), Matcher::find);
        return new ChildProcess.Ports(Integer.parseInt(running.group(1)), Integer.parseInt(running.group(2)));
    }
}
