package io.siembridge.app.destination.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siembridge.app.destination.Destination;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcome.Kind;
import io.siembridge.app.destination.RecordedOutcomes;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.destination.file.FileConfig.Rotation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * No room for all of a batch. A disk that is really full needs privileges to make; a limit on the size of files does the
 * same to a write (some bytes are taken, the rest fails), and only needs a process of its own.
 */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
final class FullDiskTest extends FileFixture {
    private static final int EVENTS = 60;

    /** In units of 512 or 1,024 bytes, as the shell has it: not room enough for {@link #EVENTS}. */
    private static final String LIMIT = "15";

    @Test
    void keepsTheWholeLinesThatFitAndTriesTheRestAgain() throws Exception {
        List<String> reports = sendInALimitedProcess();
        int accepted = (int) reports.stream().filter("ACCEPTED"::equals).count();
        assertThat(accepted).isBetween(1, EVENTS - 1);
        assertThat(reports.subList(0, accepted)).containsOnly("ACCEPTED");
        assertThat(reports.subList(accepted, EVENTS)).containsOnly("RETRY");
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, accepted));

        assertThat(kinds(send(destination(), TestEvents.events(accepted, EVENTS))))
                .containsOnly(Kind.ACCEPTED);
        assertThat(uids(file())).isEqualTo(TestEvents.uids(0, EVENTS));
    }

    @Test
    void reportsADeviceThatIsFull() throws Exception {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            assertThatThrownBy(() ->
                            Lines.of(Lines.outgoing(TestEvents.events(0, 1))).writeTo(full))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
        }
    }

    private List<String> sendInALimitedProcess() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f " + LIMIT + " && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sender.class.getName(),
                        file().toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> kinds =
                output.lines().filter(line -> line.matches("[A-Z]+")).toList();
        assertThat(kinds).as(output).hasSize(EVENTS);
        return kinds;
    }

    /** Sends one batch to a file and prints what came of each event. */
    static final class Sender {
        private Sender() {}

        public static void main(String[] arguments) throws Exception {
            Destination destination = create(Path.of(arguments[0]), Rotation.none(), InstantSource.system());
            RecordedOutcomes outcomes = new RecordedOutcomes(EVENTS);
            destination.send(TestEvents.events(0, EVENTS), outcomes);
            for (Outcome outcome : outcomes.all(Duration.ofSeconds(1))) {
                System.out.println(outcome.kind());
            }
            destination.close();
        }
    }
}
