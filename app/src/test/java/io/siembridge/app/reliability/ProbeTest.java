package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.cli.BridgeCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code validate --probe} beside the running bridge. */
@Timeout(60)
class ProbeTest {
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems do not tell who has locked a file")
    void aFileThatTheRunningBridgeWritesIsInUseAndNotRefused(@TempDir Path folder) throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            Path config = campaign.config();
            try (ChildProcess bridge = ChildProcess.start(config)) {
                ChildProcess.Ports ports = bridge.started();
                assertThat(campaign.senders.send(ports, campaign.traffic.next()))
                        .isPresent();
                campaign.drained(ports);
                StringWriter out = new StringWriter();
                assertThat(probe(config, out)).as(out.toString()).isZero();
                assertThat(out.toString()).containsPattern("archive +in use by the running bridge");
            }
        }
    }

    @Test
    void aFileThatSomebodyElseWritesIsRefused(@TempDir Path folder) throws Exception {
        try (Campaign campaign = new Campaign(folder);
                FileChannel other = FileChannel.open(
                        folder.resolve("out.ndjson"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            StringWriter out = new StringWriter();
            assertThat(probe(campaign.config(), out)).isEqualTo(1);
            assertThat(out.toString()).containsPattern("archive +REFUSES");
        }
    }

    private static int probe(Path config, StringWriter out) {
        CommandLine program = BridgeCommand.commandLine();
        program.setOut(new PrintWriter(out, true));
        return program.execute("validate", "--config", config.toString(), "--probe");
    }
}
