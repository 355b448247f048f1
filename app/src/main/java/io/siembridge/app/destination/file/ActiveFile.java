package io.siembridge.app.destination.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that is being written: whole lines, by one writer, and nothing but whole lines after a crash, a full disk or an
 * interruption.
 */
final class ActiveFile implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveFile.class);
    private static final int BLOCK = 8 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final @Nullable Object identity;
    private final Instant lastWritten;

    private ActiveFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        this.identity = attributes.fileKey();
        this.lastWritten = attributes.lastModifiedTime().toInstant();
    }

    /**
     * Opens the file for appending, creates it (and its directory, but not that directory's) if need be, and cuts off what
     * an interrupted write left of a last line.
     *
     * @throws UnusableFileException when the configuration or the permissions have to change first
     */
    static ActiveFile open(Path path) throws IOException {
        try {
            Directories.createIfMissing(path);
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new UnusableFileException(path + " is not a regular file; for standard output write -");
            }
            boolean created = !Files.exists(path);
            FileChannel channel = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                    Directories.ownerOnly(path, "rw-------"));
            try {
                if (created) {
                    Directories.sync(path);
                }
                lock(path, channel);
                cutTornLine(path, channel);
                return new ActiveFile(path, channel);
            } catch (IOException failure) {
                channel.close();
                throw failure;
            }
        } catch (AccessDeniedException e) {
            throw new UnusableFileException(
                    "permission denied for " + e.getFile() + ": let the bridge's user write there");
        }
    }

    /** Whether the path still leads to this file: others may have moved or removed it. */
    boolean isInPlace() {
        try {
            Object now = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return channel.isOpen() && Objects.equals(identity, now);
        } catch (IOException gone) {
            return false;
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    /** When it was written last before it was opened. */
    Instant lastWritten() {
        return lastWritten;
    }

    /**
     * Appends lines. Where not all of them can be written, those that are whole stay, and what there is of the next is cut
     * off again.
     *
     * @return the first failure, if any, and how many lines are in the file
     */
    Appended append(Lines lines, boolean sync) throws IOException {
        long start = channel.size();
        channel.position(start);
        Optional<IOException> failure = Optional.empty();
        int written = lines.wholeWithin(lines.byteCount());
        try {
            lines.writeTo(channel);
        } catch (ClosedByInterruptException stopped) {
            throw stopped;
        } catch (IOException full) {
            failure = Optional.of(full);
            written = lines.wholeWithin(channel.size() - start);
            channel.truncate(start + lines.endOf(written));
        }
        if (sync) {
            channel.force(false);
        }
        return new Appended(written, failure);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Two writers would cut each other's lines. The lock goes with the channel. */
    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new LockedFileException(path + " is being written by another process");
            }
        } catch (OverlappingFileLockException byOurselves) {
            throw new UnusableFileException(path + " is already written by another destination of this bridge");
        } catch (UnusableFileException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException noLocksHere) {
            LOG.warn("{} cannot be locked ({}): make sure that nobody else writes it", path, noLocksHere.toString());
        }
    }

    private static void cutTornLine(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        long whole = endOfLastLine(channel, size);
        if (whole == size) {
            return;
        }
        int first = byteAt(channel, whole);
        // What a power failure leaves where data never reached the disk is zeros.
        if (first != '{' && first != 0) {
            throw new UnusableFileException(path + " ends in the middle of a line that is not JSON, so it is not ours:"
                    + " end that line, move the file away, or choose another path");
        }
        channel.truncate(whole);
        channel.force(true);
        LOG.warn(
                "{} ended in the middle of a line: {} bytes were cut off; what was not delivered is sent again",
                path,
                size - whole);
    }

    private static long endOfLastLine(FileChannel channel, long size) throws IOException {
        for (long end = size; end > 0; end -= BLOCK) {
            int length = (int) Math.min(BLOCK, end);
            ByteBuffer block = ByteBuffer.allocate(length);
            while (block.hasRemaining() && channel.read(block, end - length + block.position()) > 0) {
                // Reads on until the block is full.
            }
            for (int i = length - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return end - length + i + 1;
                }
            }
        }
        return 0;
    }

    private static int byteAt(FileChannel channel, long position) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, position);
        return one.get(0);
    }

    /**
     * What came of appending.
     *
     * @param lines how many lines are in the file
     * @param failure why not all
     */
    record Appended(int lines, Optional<IOException> failure) {}
}
