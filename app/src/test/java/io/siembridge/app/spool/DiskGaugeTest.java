package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.spool.Acceptance.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskGaugeTest {
    private static final long RESERVE = 1000;
    private static final long MAX_SIZE = 10_000;

    @TempDir
    Path folder;

    private final TestTime time = new TestTime();
    private long free = 100_000;
    private Path file;
    private DiskGauge gauge;

    @BeforeEach
    void makeGauge() throws IOException {
        file = folder.resolve("spool.db");
        Files.write(file, new byte[4000]);
        Files.write(folder.resolve("spool.db-wal"), new byte[500]);
        SpoolConfig config = new SpoolConfig(file, Duration.ofDays(7), MAX_SIZE, RESERVE);
        gauge = new DiskGauge(new Whereabouts(new SpoolFile(file)), config, () -> free, time.nanos());
    }

    @Test
    void readsTheFileWithItsLog() {
        assertThat(gauge.bytes()).isEqualTo(4500);
        assertThat(gauge.logBytes()).isEqualTo(500);
        assertThat(gauge.freeBytes()).isEqualTo(100_000);
        assertThat(gauge.refusal(0)).isEmpty();
    }

    @Test
    void refusesBeforeTheReserveIsTouchedAndRecoversWithinASecond() {
        free = RESERVE - 1;
        assertThat(gauge.refusal(0)).contains(Reason.DISK_RESERVE);
        free = RESERVE;
        time.pass(Duration.ofMillis(999));
        assertThat(gauge.refusal(0)).contains(Reason.DISK_RESERVE);
        time.pass(Duration.ofMillis(1));
        assertThat(gauge.refusal(0)).isEmpty();
    }

    @Test
    void countsWhatWaitsToBeWritten() {
        free = RESERVE + 100;
        assertThat(gauge.refusal(100)).isEmpty();
        assertThat(gauge.refusal(101)).contains(Reason.DISK_RESERVE);
        free = 100_000;
        time.pass(Duration.ofSeconds(1));
        assertThat(gauge.refusal(5500)).isEmpty();
        assertThat(gauge.refusal(5501)).contains(Reason.SIZE_LIMIT);
    }

    @Test
    void emptyPagesAreRoom() throws IOException {
        Files.write(file, new byte[12_000]);
        gauge.read(0);
        assertThat(gauge.refusal(0)).contains(Reason.SIZE_LIMIT);
        gauge.read(3000);
        assertThat(gauge.refusal(0)).isEmpty();
    }

    @Test
    void isTightBeforeItRefuses() throws IOException {
        assertThat(gauge.isTight()).isFalse();
        Files.write(file, new byte[8501]);
        gauge.read(0);
        assertThat(gauge.isTight()).isTrue();
        assertThat(gauge.refusal(0)).isEmpty();
        gauge.read(1);
        assertThat(gauge.isTight()).isFalse();
        free = RESERVE / 4 * 5 - 1;
        gauge.read(1);
        assertThat(gauge.isTight()).isTrue();
        assertThat(gauge.refusal(0)).isEmpty();
    }
}
