package io.siembridge.app.destination.syslog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Linux' table of TCP connections, which tells what Java cannot ask a socket: how much of what was written the other
 * machine has not acknowledged. A write that succeeds may be lying in this machine's memory still.
 */
final class ConnectionTable {
    private static final List<Path> LINUX = List.of(Path.of("/proc/self/net/tcp6"), Path.of("/proc/self/net/tcp"));

    /** Number, addresses with ports, state, bytes that wait to be acknowledged; all but the first in hexadecimal. */
    private static final Pattern ROW = Pattern.compile(
            "\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]{2} ([0-9A-F]{8}):[0-9A-F]{8} .*");

    private final List<Path> files;

    private ConnectionTable(List<Path> files) {
        this.files = files;
    }

    static ConnectionTable ofThisMachine() {
        return new ConnectionTable(LINUX);
    }

    static ConnectionTable in(List<Path> files) {
        return new ConnectionTable(files);
    }

    /**
     * Bytes of a connection that are not acknowledged. Addresses are not compared: should there be another connection
     * between ports of these numbers, the larger figure is given. Empty where there is no such table or connection.
     */
    OptionalLong unacknowledged(int localPort, int remotePort) {
        OptionalLong most = OptionalLong.empty();
        for (Path file : files) {
            for (String row : rows(file)) {
                Matcher fields = ROW.matcher(row);
                if (fields.matches() && isPort(fields.group(1), localPort) && isPort(fields.group(2), remotePort)) {
                    most = OptionalLong.of(Math.max(most.orElse(0), Long.parseLong(fields.group(3), 16)));
                }
            }
        }
        return most;
    }

    private static List<String> rows(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII);
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    private static boolean isPort(String hexadecimal, int port) {
        return hexadecimal.equals(String.format(Locale.ROOT, "%04X", port));
    }
}
