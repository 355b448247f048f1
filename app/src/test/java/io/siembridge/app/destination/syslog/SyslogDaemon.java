package io.siembridge.app.destination.syslog;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A real syslog daemon of the machine, with a configuration and a directory of its own, on loopback. */
final class SyslogDaemon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Where {@code dpkg -x} put syslog-ng, which cannot be installed beside rsyslog. */
    private static final Path UNPACKED_SYSLOG_NG =
            Path.of(Optional.ofNullable(System.getenv("SYSLOG_NG_ROOT")).orElse("/opt/syslog-ng"));

    private final Path directory;
    private final List<String> command;
    private final Map<String, String> environment;
    private final int portToWaitFor;
    private Process process;

    private SyslogDaemon(Path directory, List<String> command, Map<String, String> environment, int portToWaitFor) {
        this.directory = directory;
        this.command = command;
        this.environment = environment;
        this.portToWaitFor = portToWaitFor;
    }

    /**
     * An rsyslogd.
     *
     * @param configuration inputs; what they receive goes to {@link #messages} as it came
     */
    static SyslogDaemon rsyslog(Path directory, String configuration, int portToWaitFor) throws IOException {
        Path program = program("rsyslogd", Path.of("/usr/sbin/rsyslogd"));
        Path file = Files.createDirectories(directory).resolve("rsyslog.conf");
        Files.writeString(file, configuration + """
                        template(name="raw" type="string" string="%%rawmsg%%\\n")
                        action(type="omfile" file="%s" template="raw" fileCreateMode="0644")
                        """.formatted(output(directory)));
        List<String> command = List.of(program.toString(), "-n", "-iNONE", "-f", file.toString());
        return new SyslogDaemon(directory, command, Map.of(), portToWaitFor);
    }

    /**
     * A syslog-ng.
     *
     * @param sources drivers of one source; what they receive goes to {@link #messages}
     */
    static SyslogDaemon syslogNg(Path directory, String sources, int portToWaitFor) throws IOException {
        Path program =
                program("syslog-ng", UNPACKED_SYSLOG_NG.resolve("usr/sbin/syslog-ng"), Path.of("/usr/sbin/syslog-ng"));
        Path libraries = program.resolve("../../lib/syslog-ng").normalize();
        Path file = Files.createDirectories(directory).resolve("syslog-ng.conf");
        Files.writeString(file, """
                @version: 3.38
                options { log-msg-size(65536); chain-hostnames(no); keep-hostname(yes); stats-freq(0); };
                source incoming { %s };
                destination kept { file("%s" template("$RAWMSG\\n") flush-lines(1)); };
                log { source(incoming); destination(kept); };
                """.formatted(sources, output(directory)));
        List<String> command = List.of(
                program.toString(),
                "--foreground",
                "--no-caps",
                "--cfgfile=" + file,
                "--persist-file=" + directory.resolve("persist"),
                "--pidfile=" + directory.resolve("pid"),
                "--control=" + directory.resolve("control"),
                "--module-path=" + modules(libraries));
        return new SyslogDaemon(directory, command, Map.of("LD_LIBRARY_PATH", libraries.toString()), portToWaitFor);
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        try {
            await().atMost(PATIENCE).until(() -> !process.isAlive() || listens());
        } catch (ConditionTimeoutException silent) {
            throw new IllegalStateException(command + " does not listen on " + portToWaitFor + ": " + said(), silent);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException(command + " ended: " + said());
        }
    }

    /** As a service manager does it. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** What it wrote so far, one message a line. */
    List<String> messages() throws IOException {
        Path output = output(directory);
        if (!Files.exists(output)) {
            return List.of();
        }
        // The last line may be half written.
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        return new ArrayList<>(
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), portToWaitFor)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String said() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "nothing";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path log() {
        return directory.resolve("log");
    }

    private static Path output(Path directory) {
        return directory.resolve("messages");
    }

    private static Path modules(Path libraries) throws IOException {
        try (Stream<Path> versions = Files.list(libraries)) {
            return versions.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().matches("[0-9.]+"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path program(String name, Path... places) {
        return Stream.of(places)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not there: tried " + List.of(places)));
    }
}
