package io.siembridge.app.destination.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.config.Problems;
import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StandardOutputDestinationTest {
    @Test
    void writesOneEventALineAndNothingElse() throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (Destination destination = destination(output)) {
            assertThat(destination.probe().accepts()).isTrue();
            assertThat(kinds(send(destination))).containsOnly(Kind.ACCEPTED);
        }
        assertThat(NdjsonFiles.uids(output.toByteArray())).isEqualTo(TestEvents.uids(0, 2));
    }

    @Test
    void leavesStandardOutputOpenWhenItIsClosed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream output = new OnceOnly(bytes)) {
            Destination first = destination(output);
            send(first);
            first.close();
            assertThat(kinds(send(destination(output)))).containsOnly(Kind.ACCEPTED);
        }
    }

    @Test
    void pausesWhenNobodyReadsAnyMore() throws Exception {
        PipedInputStream reader = new PipedInputStream();
        try (PipedOutputStream output = new PipedOutputStream(reader);
                Destination destination = destination(output)) {
            reader.close();
            assertThat(send(destination)).allSatisfy(outcome -> {
                assertThat(outcome.kind()).isEqualTo(Kind.PAUSED);
                assertThat(outcome.reason()).contains("standard output");
            });
            assertThat(destination.probe().accepts()).isFalse();
        }
    }

    @Test
    void stopsWhileAReaderStalls() throws Exception {
        PipedInputStream reader = new PipedInputStream(16);
        try (PipedOutputStream output = new PipedOutputStream(reader)) {
            Destination destination = destination(output);
            RecordedOutcomes outcomes = new RecordedOutcomes(2);
            Thread sender = new Thread(() -> {
                try {
                    destination.send(TestEvents.events(0, 2), outcomes);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
            sender.start();
            assertThat(reader.read()).isEqualTo('{');
            sender.interrupt();
            sender.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(outcomes.kinds(Duration.ofSeconds(1))).containsOnly(Kind.RETRY);
        }
    }

    private static Destination destination(OutputStream output) {
        ConfigNode section = ConfigNode.section(
                "destinations.out",
                1,
                Map.of(
                        "type", ConfigNode.text("destinations.out.type", 1, "file"),
                        "path", ConfigNode.text("destinations.out.path", 1, "-")));
        Problems problems = new Problems();
        DestinationContext context =
                new DestinationContext("out", "bridge.example.net", "0", InstantSource.system(), new Random(7));
        Destination destination =
                new FileType(output).section().read(section, problems).create(context);
        assertThat(problems.all()).isEmpty();
        return destination;
    }

    private static List<Outcome> send(Destination destination) throws InterruptedException {
        RecordedOutcomes outcomes = new RecordedOutcomes(2);
        destination.send(TestEvents.events(0, 2), outcomes);
        return outcomes.all(Duration.ofSeconds(1));
    }

    private static List<Kind> kinds(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::kind).toList();
    }

    /** Takes nothing more once it is closed. */
    private static final class OnceOnly extends OutputStream {
        private final OutputStream target;
        private boolean closed;

        OnceOnly(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            target.write(value);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
