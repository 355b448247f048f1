package io.siembridge.app.destination.file;

import io.siembridge.app.destination.file.FileConfig.Rotation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a full file aside under a name with the time, and sees to those put aside before. Names are all it goes by, so it
 * picks up after a crash what it had not finished.
 */
final class Rotator {
    private static final Logger LOG = LoggerFactory.getLogger(Rotator.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String COMPRESSED = ".gz";
    private static final String UNFINISHED = ".part";

    private final Path path;
    private final Rotation rotation;
    private final Pattern rotatedName;

    Rotator(Path path, Rotation rotation) {
        this.path = path;
        this.rotation = rotation;
        this.rotatedName = Pattern.compile(
                Pattern.quote(String.valueOf(path.getFileName())) + "\\.[0-9]{8}T[0-9]{6}Z(-[0-9]{3})?(\\.gz)?");
    }

    /**
     * Whether the file is to be put aside before it takes more.
     *
     * @param size of the file
     * @param more bytes to come
     */
    boolean isDue(long size, long more, Instant lastWritten, Instant now) {
        if (size == 0) {
            return false;
        }
        boolean full =
                rotation.size().isPresent() && size + more > rotation.size().get();
        boolean old = rotation.every().isPresent()
                && period(lastWritten, rotation.every().get())
                        != period(now, rotation.every().get());
        return full || old;
    }

    /** Renames the file. Never over another: with many rotations in a second the names are numbered. */
    void putAside(Instant now) throws IOException {
        String stamped = path.getFileName() + "." + STAMP.format(now);
        for (int number = 0; number < 1_000; number++) {
            Path target = path.resolveSibling(number == 0 ? stamped : stamped + "-%03d".formatted(number));
            if (!Files.exists(target) && !Files.exists(compressed(target))) {
                Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
                Directories.sync(path);
                return;
            }
        }
        throw new IOException("a thousand files are named " + stamped + " already");
    }

    /** Compresses and removes rotated files as configured. A failure costs disk space, not events. */
    void tidy() {
        try {
            List<Path> rotated = rotated();
            int excess = Math.max(0, rotated.size() - rotation.keep().orElse(Integer.MAX_VALUE));
            for (Path surplus : rotated.subList(0, excess)) {
                Files.deleteIfExists(surplus);
            }
            if (rotation.gzip()) {
                for (Path kept : rotated.subList(excess, rotated.size())) {
                    compress(kept);
                }
            }
        } catch (IOException e) {
            LOG.warn("Rotated files beside {} could not be compressed or removed: {}", path, e.toString());
        }
    }

    private List<Path> rotated() throws IOException {
        try (Stream<Path> files = Files.list(Directories.of(path))) {
            List<Path> rotated = new ArrayList<>(files.filter(file -> rotatedName
                            .matcher(String.valueOf(file.getFileName()))
                            .matches())
                    .toList());
            rotated.sort(Comparator.comparing(Rotator::withoutSuffix));
            return rotated;
        }
    }

    private static void compress(Path file) throws IOException {
        if (file.toString().endsWith(COMPRESSED)) {
            return;
        }
        Path target = compressed(file);
        Path unfinished = file.resolveSibling(target.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        try (InputStream original = Files.newInputStream(file);
                FileChannel channel = FileChannel.open(
                        unfinished,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        Directories.ownerOnly(file, "rw-------"));
                OutputStream copy = new GZIPOutputStream(Channels.newOutputStream(channel), 64 * 1024)) {
            original.transferTo(copy);
            copy.flush();
            ((GZIPOutputStream) copy).finish();
            channel.force(true);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        Directories.sync(file);
        Files.delete(file);
    }

    private static Path compressed(Path file) {
        return file.resolveSibling(file.getFileName() + COMPRESSED);
    }

    private static String withoutSuffix(Path file) {
        String name = file.toString();
        return name.endsWith(COMPRESSED) ? name.substring(0, name.length() - COMPRESSED.length()) : name;
    }

    private static long period(Instant moment, Duration length) {
        return Math.floorDiv(moment.toEpochMilli(), length.toMillis());
    }
}
