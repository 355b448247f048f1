package io.siembridge.app.destination.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.file.FileConfig.Rotation;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class FileDestinationTest extends FileFixture {
    @Test
    void appendsOneEventALineInOrder() throws Exception {
        assertThat(kinds(send(destination(), TestEvents.events(0, 25)))).containsOnly(Kind.ACCEPTED);
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, 25));
        assertThat(Files.readAllLines(file()).get(3))
                .isEqualTo(new String(TestEvents.event(3).toBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void appendsToWhatIsThereAlready() throws Exception {
        Files.writeString(file(), "# kept by hand\n");
        send(destination(), TestEvents.events(0, 2));
        assertThat(Files.readAllLines(file())).hasSize(3).startsWith("# kept by hand");
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        Destination first = destination();
        send(first, TestEvents.events(0, 2));
        first.close();
        send(destination(), TestEvents.events(2, 4));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"class_uid\":2004,\"mess", "{", "\0\0\0\0\0\0"})
    void cutsOffALineThatAnInterruptedWriteLeftUnfinished(String torn) throws Exception {
        send(destination(), TestEvents.events(0, 2));
        closeAll();
        Files.writeString(file(), torn, StandardOpenOption.APPEND);
        assertThat(kinds(send(destination(), TestEvents.events(2, 4)))).containsOnly(Kind.ACCEPTED);
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, 4));
    }

    @Test
    void cutsOffATornLineThatIsLongerThanWhatIsReadAtOnceAndTheOnlyOne() throws Exception {
        Files.writeString(file(), "{\"message\":\"" + "x".repeat(100_000));
        send(destination(), TestEvents.events(0, 1));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, 1));
        closeAll();
        Files.writeString(file(), "{\"message\":\"" + "x".repeat(100_000), StandardOpenOption.APPEND);
        send(destination(), TestEvents.events(1, 2));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, 2));
    }

    @Test
    void touchesNoFileThatEndsInSomebodyElsesLine() throws Exception {
        Files.writeString(file(), "root:x:0:0\nnobody:x:65534");
        Destination destination = destination();
        assertThat(send(destination, TestEvents.events(0, 1))).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains("not ours");
        });
        assertThat(destination.probe().accepts()).isFalse();
        assertThat(file()).hasContent("root:x:0:0\nnobody:x:65534");
    }

    @Test
    void keepsWhatItWritesToItsOwner() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path file = directory.resolve("out").resolve("events.ndjson");
        send(destination(file, Rotation.none()), TestEvents.events(0, 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void pausesWhenMoreThanTheLastDirectoryIsMissing() throws Exception {
        Path file = directory.resolve("not-mounted").resolve("out").resolve("events.ndjson");
        assertPaused(destination(file, Rotation.none()), "does not exist");
        assertThat(directory).isEmptyDirectory();
        Files.createDirectory(directory.resolve("not-mounted"));
        assertThat(kinds(send(destination(file, Rotation.none()), TestEvents.events(0, 1))))
                .containsOnly(Kind.ACCEPTED);
    }

    @Test
    void pausesWhenThePathIsNoFile() throws Exception {
        assertPaused(destination(directory, Rotation.none()), "not a regular file");
        Files.writeString(file(), "");
        assertPaused(destination(file().resolve("below"), Rotation.none()), "does not exist");
        assumeTrue(Files.exists(Path.of("/dev/full")));
        assertPaused(destination(Path.of("/dev/full"), Rotation.none()), "not a regular file");
    }

    @Test
    void pausesWithoutPermissionAndGoesOnWhenItIsGiven() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.createFile(file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")));
        assumeFalse(Files.isWritable(file()), "root may write everything");
        Destination destination = destination();
        assertPaused(destination, "permission denied");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        assertThat(destination.probe().accepts()).isTrue();
        assertThat(kinds(send(destination, TestEvents.events(0, 1)))).containsOnly(Kind.ACCEPTED);
    }

    /** A file that the system lets nobody write, root included. */
    @Test
    void pausesWhenTheSystemDeniesWriting() throws Exception {
        Path denied = Path.of("/sys/kernel/notes");
        assumeTrue(Files.isRegularFile(denied));
        assertPaused(destination(denied, Rotation.none()), "permission denied");
    }

    @Test
    void refusesASecondWriter() throws Exception {
        send(destination(), TestEvents.events(0, 1));
        assertPaused(destination(), "another destination");
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, 1));
    }

    @Test
    void beginsANewFileWhenSomebodyMovedOrRemovedTheOldOne() throws Exception {
        Destination destination = destination();
        send(destination, TestEvents.events(0, 1));
        Files.move(file(), directory.resolve("moved"));
        send(destination, TestEvents.events(1, 2));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(1, 2));
        Files.delete(file());
        send(destination, TestEvents.events(2, 3));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(2, 3));
    }

    @Test
    void goesOnAtTheEndWhenSomebodyEmptiedTheFile() throws Exception {
        Destination destination = destination();
        send(destination, TestEvents.events(0, 3));
        try (FileChannel other = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            other.truncate(0);
        }
        send(destination, TestEvents.events(3, 4));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(3, 4));
    }

    @Test
    void writesTextOfEveryKindOnOneLine() throws Exception {
        String nasty = "a\u0085b\u2028c\"\\\u0000\uD83D\uDE00 \uD83D";
        send(destination(), List.of(TestEvents.event(0, nasty), TestEvents.event(1)));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, 2));
    }

    @Test
    void probesWithoutWriting() throws Exception {
        assertThat(destination().probe().accepts()).isTrue();
        assertThat(file()).isEmptyFile();
    }

    @Test
    void reportsEveryEventWhenItIsInterrupted() throws Exception {
        Destination destination = destination();
        send(destination, TestEvents.events(0, 1));
        RecordedOutcomes outcomes = new RecordedOutcomes(2);
        Thread sender = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                destination.send(TestEvents.events(1, 3), outcomes);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        sender.start();
        sender.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(outcomes.kinds(Duration.ofSeconds(1))).isSubsetOf(Kind.RETRY, Kind.ACCEPTED);
        assertThat(kinds(send(destination, TestEvents.events(3, 4)))).containsOnly(Kind.ACCEPTED);
        assertThat(uids(file())).contains(TestEvents.uid(0), TestEvents.uid(3));
    }

    private static void assertPaused(Destination destination, String reason) throws Exception {
        List<Outcome> outcomes = send(destination, TestEvents.events(0, 2));
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
            assertThat(outcome.reason()).contains(reason);
        });
        assertThat(destination.probe().accepts()).isFalse();
    }
}
