package io.siembridge.app.spool;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How large the spool is and how much room its volume has, read at most twenty times a second and at least once a second while anybody
 * asks. It closes the door before SQLite runs out of room, and opens it again by itself.
 */
final class DiskGauge {
    private static final long FRESH_NANOS = 50_000_000L;
    private static final long STALE_NANOS = 1_000_000_000L;

    private final Whereabouts whereabouts;
    private final Path file;
    private final Path log;
    private final SpoolConfig config;
    private final LongSupplier free;
    private final LongSupplier nanos;
    private volatile Reading reading;
    private volatile long emptyBytes;

    private record Reading(long atNanos, boolean filesAreKept, long bytes, long logBytes, long freeBytes) {}

    /**
     * A gauge.
     *
     * @param free bytes that may still be written to the volume
     */
    DiskGauge(Whereabouts whereabouts, SpoolConfig config, LongSupplier free, LongSupplier nanos) {
        this.whereabouts = whereabouts;
        this.file = whereabouts.spool().path();
        this.log = whereabouts.spool().log();
        this.config = config;
        this.free = free;
        this.nanos = nanos;
        this.reading = new Reading(nanos.getAsLong() - STALE_NANOS, true, 0, 0, 0);
    }

    /** Whether the writer should read again after a commit. */
    boolean isOld() {
        return nanos.getAsLong() - reading.atNanos() >= FRESH_NANOS;
    }

    /**
     * Reads again.
     *
     * @param empty bytes of pages within the file that hold nothing: room that takes webhooks without the file growing
     */
    void read(long empty) {
        emptyBytes = empty;
        refreshIfOlder(0);
    }

    long emptyBytes() {
        return emptyBytes;
    }

    long logBytes() {
        refreshIfOlder(STALE_NANOS);
        return reading.logBytes();
    }

    long bytes() {
        refreshIfOlder(STALE_NANOS);
        return reading.bytes();
    }

    long freeBytes() {
        refreshIfOlder(STALE_NANOS);
        return reading.freeBytes();
    }

    /** Why nothing may be accepted, if nothing may. */
    Optional<Acceptance.Reason> refusal(long waitingBytes) {
        refreshIfOlder(STALE_NANOS);
        Reading now = reading;
        if (!now.filesAreKept()) {
            return Optional.of(Acceptance.Reason.FILES_MOVED);
        }
        if (now.freeBytes() - waitingBytes < config.minFreeDisk()) {
            return Optional.of(Acceptance.Reason.DISK_RESERVE);
        }
        return used(now) + waitingBytes > config.maxSize()
                ? Optional.of(Acceptance.Reason.SIZE_LIMIT)
                : Optional.empty();
    }

    /** Whether it is so close to refusing that what was delivered should make room before its time. */
    boolean isTight() {
        refreshIfOlder(STALE_NANOS);
        Reading now = reading;
        return used(now) > config.maxSize() / 10 * 9 || now.freeBytes() < config.minFreeDisk() / 4 * 5;
    }

    private long used(Reading now) {
        return now.bytes() - emptyBytes;
    }

    private void refreshIfOlder(long ageNanos) {
        long now = nanos.getAsLong();
        if (now - reading.atNanos() >= ageNanos) {
            long logBytes = log.toFile().length();
            reading = new Reading(
                    now, whereabouts.areKept(), file.toFile().length() + logBytes, logBytes, free.getAsLong());
        }
    }
}
