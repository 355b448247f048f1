package io.siembridge.app.destination.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.file.FileConfig.Rotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class FileRotationTest extends FileFixture {
    private static final Rotation SMALL = new Rotation(Optional.of(4_096L), Optional.empty(), false, Optional.empty());
    private static final Rotation DAILY =
            new Rotation(Optional.empty(), Optional.of(Duration.ofDays(1)), false, Optional.empty());

    @Test
    void beginsANewFileBeforeItGrowsTooLarge() throws Exception {
        Destination destination = destination(file(), SMALL);
        for (int number = 0; number < 20; number++) {
            clock.pass(Duration.ofSeconds(1));
            assertThat(kinds(send(destination, TestEvents.events(number, number + 1))))
                    .containsOnly(Kind.ACCEPTED);
        }
        List<String> all = new ArrayList<>();
        for (String name : others()) {
            assertThat(name).matches("events\\.ndjson\\.20260101T1200[0-9]{2}Z");
            assertThat(Files.size(directory.resolve(name))).isBetween(2_000L, 4_096L);
            all.addAll(uids(directory.resolve(name)));
        }
        all.addAll(uids(file()));
        assertThat(others()).hasSizeGreaterThan(2);
        assertThat(all).isEqualTo(TestEvents.uids(0, 20));
    }

    @Test
    void writesABatchThatIsLargerThanAFileMayBeIntoOneOfItsOwn() throws Exception {
        Destination destination = destination(file(), SMALL);
        send(destination, TestEvents.events(0, 1));
        send(destination, TestEvents.events(1, 50));
        assertThat(others()).hasSize(1);
        assertThat(uids(file())).isEqualTo(TestEvents.uids(1, 50));
    }

    @Test
    void neverRenamesOverAnotherFile() throws Exception {
        Destination destination = destination(file(), SMALL);
        for (int number = 0; number < 4; number++) {
            send(destination, TestEvents.events(number * 10, number * 10 + 10));
        }
        assertThat(others())
                .containsExactly(
                        "events.ndjson.20260101T120000Z",
                        "events.ndjson.20260101T120000Z-001",
                        "events.ndjson.20260101T120000Z-002");
        assertThat(uids(directory.resolve(others().get(0)))).isEqualTo(TestEvents.uids(0, 10));
        assertThat(uids(directory.resolve(others().get(2)))).isEqualTo(TestEvents.uids(20, 30));
    }

    @Test
    void beginsANewFileWithEachPeriod() throws Exception {
        Destination destination = destination(file(), DAILY);
        send(destination, TestEvents.events(0, 1));
        clock.pass(Duration.ofHours(11));
        send(destination, TestEvents.events(1, 2));
        assertThat(others()).isEmpty();
        clock.pass(Duration.ofHours(1));
        send(destination, TestEvents.events(2, 3));
        assertThat(others()).containsExactly("events.ndjson.20260102T000000Z");
        assertThat(uids(directory.resolve(others().get(0)))).isEqualTo(TestEvents.uids(0, 2));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(2, 3));
    }

    @Test
    void knowsAfterARestartThatThePeriodIsOver() throws Exception {
        Destination first = destination(file(), DAILY);
        send(first, TestEvents.events(0, 1));
        first.close();
        Files.setLastModifiedTime(file(), FileTime.from(Instant.parse("2025-12-31T23:59:59Z")));
        send(destination(file(), DAILY), TestEvents.events(1, 2));
        assertThat(others()).hasSize(1);
        assertThat(uids(file())).isEqualTo(TestEvents.uids(1, 2));
    }

    @Test
    void rotatesNoEmptyFile() throws Exception {
        Destination destination = destination(file(), DAILY);
        assertThat(destination.probe().accepts()).isTrue();
        clock.pass(Duration.ofDays(3));
        send(destination, TestEvents.events(0, 1));
        assertThat(others()).isEmpty();
    }

    @Test
    void compressesWhatItPutsAsideAndWhatWasLeftOver() throws Exception {
        Path leftOver = directory.resolve("events.ndjson.20251231T000000Z");
        Files.writeString(leftOver, "{}\n");
        Files.writeString(directory.resolve("events.ndjson.20251231T000000Z.gz.part"), "half");
        Destination destination =
                destination(file(), new Rotation(Optional.of(4_096L), Optional.empty(), true, Optional.empty()));
        send(destination, TestEvents.events(0, 10));
        send(destination, TestEvents.events(10, 20));
        assertThat(others()).containsExactly("events.ndjson.20251231T000000Z.gz", "events.ndjson.20260101T120000Z.gz");
        assertThat(NdjsonFiles.uids(unzipped(others().get(1)))).isEqualTo(TestEvents.uids(0, 10));
        assertThat(unzipped(others().get(0))).asString().isEqualTo("{}\n");
    }

    @Test
    void keepsTheNewestAndRemovesNothingThatIsNotItsOwn() throws Exception {
        Files.writeString(directory.resolve("events.ndjson.bak"), "");
        Files.writeString(directory.resolve("other.ndjson.20200101T000000Z"), "");
        Destination destination =
                destination(file(), new Rotation(Optional.of(4_096L), Optional.empty(), true, Optional.of(2)));
        for (int number = 0; number < 6; number++) {
            clock.pass(Duration.ofSeconds(1));
            send(destination, TestEvents.events(number * 10, number * 10 + 10));
        }
        assertThat(others())
                .containsExactly(
                        "events.ndjson.20260101T120005Z.gz",
                        "events.ndjson.20260101T120006Z.gz",
                        "events.ndjson.bak",
                        "other.ndjson.20200101T000000Z");
        assertThat(NdjsonFiles.uids(unzipped(others().get(1)))).isEqualTo(TestEvents.uids(40, 50));
    }

    @Test
    void writesOnWhenItCannotRotate() throws Exception {
        Destination destination = destination(file(), SMALL);
        send(destination, TestEvents.events(0, 10));
        for (int number = 0; number < 1_000; number++) {
            String suffix = number == 0 ? "" : "-%03d".formatted(number);
            Files.createFile(directory.resolve("events.ndjson.20260101T120000Z" + suffix));
        }
        assertThat(kinds(send(destination, TestEvents.events(10, 20)))).containsOnly(Kind.ACCEPTED);
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, 20));
        clock.pass(Duration.ofMinutes(1));
        send(destination, TestEvents.events(20, 30));
        assertThat(uids(file())).isEqualTo(TestEvents.uids(20, 30));
    }

    private byte[] unzipped(String name) throws IOException {
        try (GZIPInputStream content = new GZIPInputStream(Files.newInputStream(directory.resolve(name)))) {
            return content.readAllBytes();
        }
    }
}
