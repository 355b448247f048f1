package io.siembridge.app.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Holds the spool for this process alone, by a lock of the operating system on a file beside it. The system gives the lock up when the
 * process dies, however it dies; the file stays, because removing it would race with the next process.
 */
final class SpoolLock implements AutoCloseable {
    private final FileChannel channel;

    private SpoolLock(FileChannel channel) {
        this.channel = channel;
    }

    static Path fileFor(Path spool) {
        return spool.resolveSibling(spool.getFileName() + ".lock");
    }

    static SpoolLock take(Path spool) throws SpoolException {
        Path file = fileFor(spool);
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PrivateFiles.file(file));
            if (!lock(channel)) {
                String holder = read(channel);
                channel.close();
                throw new SpoolException(
                        "Cannot open the spool " + spool + ": another process" + holder
                                + " is using it. Stop that process, or give this one a spool of its own (spool.url).",
                        null);
            }
            write(channel, Long.toString(ProcessHandle.current().pid()));
            return new SpoolLock(channel);
        } catch (IOException e) {
            throw new SpoolException(
                    "Cannot lock the spool " + spool + " with " + file + " (" + e
                            + "). Check that this user may write in the folder and that its file system can lock files.",
                    e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "" : " (" + pid + ")";
    }

    private static void write(FileChannel channel, String pid) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
