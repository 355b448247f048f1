package io.siembridge.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.bridge.Environment;
import io.siembridge.app.cli.BridgeCommand;
import io.siembridge.normalizers.vendor.EventFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Starting on a file that is not a sound spool of ours: exit status 1, the reason and the cure in words, not a byte
 * changed.
 */
@Timeout(120)
class RefusedSpoolTest {
    private static final int PAGE = 4096;

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNotADatabase() throws Exception {
        Files.writeString(spool(), "minutes of the meeting\n".repeat(100));
        assertRefused("is not a SQLite file");
    }

    @Test
    void aDatabaseOfAnotherProgram() throws Exception {
        sql("CREATE TABLE customer (name TEXT)");
        assertRefused("is a database of another program");
    }

    @Test
    void aSpoolOfANewerVersion() throws Exception {
        makeSpool();
        sql("PRAGMA user_version = 99");
        assertRefused("newer version");
    }

    @Test
    void aSpoolThatWasCutOff() throws Exception {
        makeSpool();
        try (FileChannel file = FileChannel.open(spool(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        assertRefused("is damaged");
    }

    @Test
    void aSpoolWithADestroyedPage() throws Exception {
        makeSpool();
        try (RandomAccessFile file = new RandomAccessFile(spool().toFile(), "rw")) {
            file.seek(5L * PAGE);
            file.write(ByteBuffer.allocate(PAGE).array());
        }
        assertRefused("is damaged");
    }

    @Test
    void aSpoolWhoseFileIsGoneWhileItsLogIsThere() throws Exception {
        Files.writeString(folder.resolve("spool.db-wal"), "webhooks may be in here");
        assertRefused("write-ahead log");
    }

    @Test
    void aSpoolThatAnotherProcessUses() throws Exception {
        try (Campaign campaign = new Campaign(folder);
                Campaign.Local running = campaign.local(Environment.real())) {
            assertThat(campaign.senders.send(running.ports(), campaign.traffic.next()))
                    .isPresent();
            StringWriter err = new StringWriter();
            assertThat(serve(err)).isEqualTo(1);
            assertThat(err.toString()).contains("another process").contains("Stop that process");
            assertThat(campaign.senders.send(running.ports(), campaign.traffic.next()))
                    .isPresent();
        }
    }

    private void assertRefused(String reason) throws Exception {
        try (Campaign campaign = new Campaign(folder)) {
            campaign.config();
        }
        Map<String, String> before = contents();
        StringWriter err = new StringWriter();
        assertThat(serve(err)).isEqualTo(1);
        assertThat(err.toString()).contains(reason).contains(spool().toString()).contains("It was left as it is");
        assertThat(contents()).isEqualTo(before);
    }

    private int serve(StringWriter err) {
        CommandLine program = BridgeCommand.commandLine();
        program.setErr(new PrintWriter(err, true));
        return program.execute(
                "serve", "--config", folder.resolve("bridge.yaml").toString());
    }

    /** Digests of every file of the spool but its lock. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("spool.db") && !name.endsWith(".lock")) {
                    contents.put(name, EventFactory.sha256(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }

    private void makeSpool() throws Exception {
        try (Campaign campaign = new Campaign(folder);
                Campaign.Local local = campaign.local(Environment.real())) {
            for (int i = 0; i < 20; i++) {
                assertThat(campaign.senders.send(local.ports(), campaign.traffic.next()))
                        .isPresent();
            }
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + spool());
                Statement made = connection.createStatement()) {
            made.executeUpdate(statement);
        }
    }

    private Path spool() {
        return folder.resolve("spool.db");
    }
}
