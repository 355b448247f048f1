package io.siembridge.app.destination;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the process that has locked a file, where the system tells: Linux does. */
public final class LockHolder {
    private static final Path TABLE = Path.of("/proc/locks");

    /** Number, kind, mode, access, process, device and inode; a row that begins with an arrow only waits. */
    private static final Pattern ROW =
            Pattern.compile("\\d+: POSIX +\\S+ +WRITE +(\\d+) [0-9a-f]+:[0-9a-f]+:(\\d+) .*");

    private LockHolder() {}

    /** Empty if nobody has locked the file, or it cannot be told who. */
    public static OptionalLong of(Path file) {
        try {
            String inode = Files.getAttribute(file, "unix:ino").toString();
            return Files.readAllLines(TABLE, StandardCharsets.US_ASCII).stream()
                    .map(ROW::matcher)
                    .filter(Matcher::matches)
                    .filter(row -> row.group(2).equals(inode))
                    .mapToLong(row -> Long.parseLong(row.group(1)))
                    .filter(process -> process > 0)
                    .findFirst();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            return OptionalLong.empty();
        }
    }
}
