package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** A file that is not a whole spool of ours is refused with a message, and left as it was. */
class SpoolFileTest {
    @TempDir
    Path folder = Path.of("unset");

    SpoolLab lab = new SpoolLab(folder);

    @BeforeEach
    void makeLab() {
        lab = new SpoolLab(folder);
    }

    private void isRefused(String reason, String cure) throws IOException {
        byte[] before = Files.readAllBytes(lab.file());
        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(() -> lab.create().open())
                .withMessageContaining(lab.file().toString())
                .withMessageContaining(reason)
                .withMessageContaining("left as it is")
                .withMessageContaining(cure);
        assertThat(Files.readAllBytes(lab.file())).isEqualTo(before);
    }

    private void fill(int webhooks) throws SpoolException {
        Random random = new Random(7);
        try (SqliteSpool spool = lab.open()) {
            for (int i = 0; i < webhooks; i++) {
                byte[] body = new byte[2000];
                random.nextBytes(body);
                CompletableFuture<Acceptance> unused = spool.accept(lab.webhook(body), List.of("splunk"));
            }
        }
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + lab.file());
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.executeUpdate(text);
            }
        }
    }

    private void overwrite(long position, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(lab.file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.writeString(lab.file(), "# not a spool\n".repeat(100));
        isRefused("is not a SQLite file", "spool.url");
    }

    @Test
    void refusesAFileShorterThanAHeader() throws IOException {
        Files.writeString(lab.file(), "SQLite format 3\0");
        isRefused("is not a SQLite file", "spool.url");
    }

    @Test
    void refusesTheDatabaseOfAnotherProgram() throws Exception {
        sql("CREATE TABLE webhook (seq INTEGER PRIMARY KEY)");
        isRefused("another program", "spool.url");
    }

    @Test
    void refusesASpoolOfANewerVersion() throws Exception {
        fill(1);
        sql("PRAGMA user_version = 4711");
        isRefused("newer version", "Run that version");
    }

    @Test
    void refusesADamagedPage() throws Exception {
        fill(200);
        byte[] noise = new byte[4096 * 3];
        new Random(3).nextBytes(noise);
        overwrite(4096 * 20, noise);
        isRefused("is damaged", "Restore it from a backup");
    }

    @Test
    void refusesATruncatedFile() throws Exception {
        fill(200);
        try (FileChannel channel = FileChannel.open(lab.file(), StandardOpenOption.WRITE)) {
            channel.truncate(4096 * 10);
        }
        isRefused("is damaged", "Restore it from a backup");
    }

    @Test
    void refusesAFileWhoseSchemaIsDestroyed() throws Exception {
        fill(1);
        overwrite(100, new byte[400]);
        isRefused("is damaged", "Restore it from a backup");
    }

    @Test
    void refusesALogWithoutItsFile() throws Exception {
        Files.write(lab.log(), new byte[] {1, 2, 3});
        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(() -> lab.create().open())
                .withMessageContaining("write-ahead log")
                .withMessageContaining("Put the file back");
        assertThat(Files.readAllBytes(lab.log())).containsExactly(1, 2, 3);
        assertThat(lab.file()).doesNotExist();
    }

    @Test
    void refusesAFolderInItsPlace() throws Exception {
        Files.createDirectory(lab.file());
        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(() -> lab.create().open())
                .withMessageContaining("is not a file");
    }

    @Test
    void saysWhatIsInTheWayOfItsFolder() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        SpoolLab below = new SpoolLab(folder.resolve("file/data"));
        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(() -> below.create().open())
                .withMessageContaining("Cannot make the folder");
    }

    @Test
    void canBeOpenedOnceARefusalIsMended() throws Exception {
        Files.writeString(lab.file(), "# not a spool\n".repeat(100));
        isRefused("is not a SQLite file", "spool.url");
        Files.delete(lab.file());
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.health().accepts()).isTrue();
        }
    }

    @Test
    void takesAnEmptyFileForANewSpool() throws Exception {
        Files.createFile(lab.file());
        fill(1);
        try (SqliteSpool spool = lab.open()) {
            assertThat(spool.tallies().get("splunk"))
                    .extracting(DestinationTally::owed)
                    .isEqualTo(1L);
        }
    }

    @Test
    void letsNobodyElseReadWhatItKeeps() throws Exception {
        lab = new SpoolLab(folder.resolve("a/b"));
        try (SqliteSpool spool = lab.open()) {
            spool.accept(lab.webhook("a"), List.of("splunk")).join();
            assertThat(permissions(folder.resolve("a"))).isEqualTo("rwx------");
            assertThat(permissions(folder.resolve("a/b"))).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(lab.folder)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("spool")))
                        .extracting(file -> file.getFileName() + " " + permissions(file))
                        .containsExactlyInAnyOrder(
                                "spool.db rw-------",
                                "spool.db-wal rw-------",
                                "spool.db-shm rw-------",
                                "spool.db.lock rw-------");
            }
        }
    }

    @Test
    void takesBackWhatOthersMayDoWithACopyPutInPlace() throws Exception {
        fill(1);
        Files.setPosixFilePermissions(lab.file(), PosixFilePermissions.fromString("rw-r--r--"));
        fill(1);
        assertThat(permissions(lab.file())).isEqualTo("rw-------");
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isOpenOnlyOnceByWhateverNameItIsCalled() throws Exception {
        lab.open().close();
        SpoolLab linked = new SpoolLab(Files.createDirectory(folder.resolve("linked")));
        Files.createSymbolicLink(linked.file(), lab.file());
        try (SqliteSpool first = lab.open()) {
            assertThatExceptionOfType(SpoolException.class)
                    .isThrownBy(() -> linked.create().open())
                    .withMessageContaining("another process");
        }
        linked.open().close();
    }

    @Test
    void isOpenOnlyOnceInAProcess() throws Exception {
        try (SqliteSpool first = lab.open()) {
            assertThatExceptionOfType(SpoolException.class)
                    .isThrownBy(() -> lab.create().open())
                    .withMessageContaining("another process")
                    .withMessageContaining(lab.file().toString())
                    .withMessageContaining("Stop that process");
            assertThat(first.accept(lab.webhook("a"), List.of()).join().kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
        }
        lab.open().close();
    }

    /** Takes the lock of the spool named by its argument, says so, and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (SpoolLock ignored = SpoolLock.take(Path.of(arguments[0]))) {
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void isRefusedWhileAnotherProcessHasItAndFreeWhenThatIsKilled() throws Exception {
        fill(1);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        lab.file().toString())
                .redirectErrorStream(true)
                .start();
        try (var said = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).startsWith("held");
            assertThatExceptionOfType(SpoolException.class)
                    .isThrownBy(() -> lab.create().open())
                    .withMessageContaining("another process (" + holder.pid() + ")");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        lab.open().close();
    }

    @Test
    void unpacksTheDriversLibraryBesideTheSpoolForItsOwnUserAndRemovesWhatAKillLeft() throws Exception {
        Path left = Files.createFile(folder.resolve("sqlite-3.54.1.0-4711-libsqlitejdbc.so"));
        List<String> properties = List.of("org.sqlite.tmpdir", "org.sqlite.lib.path", "org.sqlite.lib.name");
        Map<String, String> before = new HashMap<>();
        properties.forEach(property -> before.put(property, System.clearProperty(property)));
        try {
            NativeLibrary.keepIn(folder);
            Path library =
                    Path.of(System.getProperty("org.sqlite.lib.path"), System.getProperty("org.sqlite.lib.name"));
            assertThat(library).hasParent(folder).isRegularFile();
            assertThat(Files.getPosixFilePermissions(library)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(
                    LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName())) {
                assertThat(library).hasBinaryContent(packed.readAllBytes());
            }
            assertThat(left).doesNotExist();
        } finally {
            properties.forEach(property -> restore(property, before.get(property)));
        }
    }

    private static void restore(String property, String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }
}
