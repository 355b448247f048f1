package io.siembridge.app.spool;

import java.util.Optional;

/** Says in words why the spool takes nothing. */
final class Health {
    private Health() {}

    static Optional<String> problem(OpenSpool spool) {
        Optional<String> fault = spool.writer.fault();
        if (fault.isPresent()) {
            return fault;
        }
        return spool.queue.isClosed()
                ? Optional.of(words(Acceptance.Reason.CLOSING))
                : spool.gauge.refusal(spool.queue.waitingBytes()).map(Health::words);
    }

    private static String words(Acceptance.Reason reason) {
        return switch (reason) {
            case FILES_MOVED ->
                "the spool's files were deleted, moved or replaced while the bridge was running; put them back, or stop the"
                        + " bridge, which brings what it still holds into its file, and start it again";
            case DISK_RESERVE -> "the spool's disk has no more room than spool.min_free_disk";
            case SIZE_LIMIT -> "the spool is as large as spool.max_size allows";
            case QUEUE_FULL -> "too many webhooks wait to be written";
            case WRITE_FAILED -> "the last write failed";
            case CLOSING -> "the spool is closing";
        };
    }
}
