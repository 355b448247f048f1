package io.siembridge.app.destination.file;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.file.FileConfig.Rotation;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory, a clock that stands still until told otherwise, and destinations that are closed after each test. */
abstract class FileFixture {
    @TempDir
    Path directory;

    final Clock clock = new Clock();
    private final List<Destination> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(Destination::close);
    }

    Path file() {
        return directory.resolve("events.ndjson");
    }

    Destination destination() {
        return destination(file(), Rotation.none());
    }

    Destination destination(Path path, Rotation rotation) {
        Destination destination = create(path, rotation, clock);
        opened.add(destination);
        return destination;
    }

    static Destination create(Path path, Rotation rotation, InstantSource clock) {
        return new FileDestination(
                new FileConfig(path, true, rotation),
                new DestinationContext("archive", "bridge.example.net", "0.0.0-test", clock, new Random(7)));
    }

    static List<Outcome> send(Destination destination, List<OcsfEvent> events) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(events.size());
        destination.send(events, outcomes);
        return outcomes.all(Duration.ofSeconds(1));
    }

    static List<Kind> kinds(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::kind).toList();
    }

    /** The uids of the events in a file, in order; it must consist of whole lines. */
    static List<String> uids(Path path) throws IOException {
        return NdjsonFiles.uids(Files.readAllBytes(path));
    }

    /** Names in the directory other than that of the file itself, sorted. */
    List<String> others() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("events.ndjson"))
                    .sorted()
                    .toList();
        }
    }

    /** A clock that is moved by hand. */
    static final class Clock implements InstantSource {
        private Instant now = Instant.parse("2026-01-01T12:00:00Z");

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
