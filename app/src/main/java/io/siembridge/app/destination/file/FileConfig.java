package io.siembridge.app.destination.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A configured file.
 *
 * @param sync whether a batch is on disk before it counts as delivered
 */
record FileConfig(Path path, boolean sync, Rotation rotation) {
    /**
     * When the file is put aside for a new one, and what becomes of those put aside.
     *
     * @param size before it grows beyond so many bytes
     * @param every when a new period of this length begins, counted from 1970 in UTC
     * @param gzip whether rotated files are compressed
     * @param keep how many rotated files are kept; all if empty
     */
    record Rotation(Optional<Long> size, Optional<Duration> every, boolean gzip, Optional<Integer> keep) {
        static Rotation none() {
            return new Rotation(Optional.empty(), Optional.empty(), false, Optional.empty());
        }

        boolean isOn() {
            return size.isPresent() || every.isPresent();
        }
    }
}
