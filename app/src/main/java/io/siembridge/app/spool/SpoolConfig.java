package io.siembridge.app.spool;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where the spool lies and how large it may grow.
 *
 * @param file the database file
 * @param keepDelivered how long webhooks are kept after their last delivery
 * @param maxSize the most bytes it may take; beyond it webhooks are refused
 * @param minFreeDisk bytes left free on its volume; below it webhooks are refused
 */
public record SpoolConfig(Path file, Duration keepDelivered, long maxSize, long minFreeDisk) {
    private static final long SMALLEST = 1 << 20;
    private static final String PREFIX = "jdbc:sqlite:";

    /** A plain path: the driver would take {@code :memory:}, {@code :resource:URL} and {@code file:...?...}, too. */
    private static final Pattern FILE_URL = Pattern.compile(PREFIX + "(?!file:|:|[a-zA-Z+]+://)[^?\\x00]+");

    private static final Key<String> URL = Key.withDefault(
            "url", ValueTypes.text(), PREFIX + "data/siem-bridge.db", "Where the spool lies: jdbc:sqlite:FILE.");
    private static final Key<Duration> KEEP_DELIVERED = Key.withDefault(
            "keep_delivered", ValueTypes.duration(), "7d", "How long webhooks are kept after their last delivery.");
    private static final Key<Long> MAX_SIZE = Key.withDefault(
            "max_size", ValueTypes.size(), "20GiB", "The most the spool may take on disk before webhooks are refused.");
    private static final Key<Long> MIN_FREE_DISK = Key.withDefault(
            "min_free_disk",
            ValueTypes.size(),
            "512MiB",
            "Room left free on the spool's volume; below it webhooks are refused.");

    /** {@code spool: {url: ..., keep_delivered: 7d, max_size: 20GiB, min_free_disk: 512MiB}}. */
    public static final Section<SpoolConfig> SECTION =
            Section.of(SpoolConfig::read, URL, KEEP_DELIVERED, MAX_SIZE, MIN_FREE_DISK);

    private static SpoolConfig read(Section.Values values) {
        String url = values.get(URL);
        boolean known = FILE_URL.matcher(url).matches();
        if (!known) {
            values.problem(
                    URL, "expected " + PREFIX + "FILE, a file and no parameters: settings of the database are fixed");
        }
        Path file = Path.of(known ? url.substring(PREFIX.length()) : "unset");
        long maxSize = values.get(MAX_SIZE);
        if (maxSize < SMALLEST) {
            values.problem(MAX_SIZE, "expected at least 1MiB, for below it no webhook could be taken");
        }
        return new SpoolConfig(file, values.get(KEEP_DELIVERED), maxSize, values.get(MIN_FREE_DISK));
    }

    /** The file beside it that the process which uses it has locked. */
    public Path lockFile() {
        return SpoolLock.fileFor(file);
    }
}
