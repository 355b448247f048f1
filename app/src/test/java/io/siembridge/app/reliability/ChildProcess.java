package io.siembridge.app.reliability;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A bridge in a child JVM; what it logs is in a file. */
final class ChildProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    /** Most of the time of a short-lived JVM goes into compiling and into threads of the collector. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    private final Process process;
    private final Path log;
    private final CompletableFuture<String> firstLine;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.firstLine = CompletableFuture.supplyAsync(this::readLine);
    }

    /** Starts a bridge that goes on until it is ended. */
    static ChildProcess start(Path config, String... jvm) throws IOException {
        return start(config, new Halt(Halt.Point.NOWHERE, 1), false, jvm);
    }

    /** Starts a bridge that ends itself. */
    static ChildProcess start(Path config, Halt halt, boolean tidies, String... jvm) throws IOException {
        List<String> command = java(jvm);
        command.addAll(List.of(BridgeChild.class.getName(), config.toString()));
        command.addAll(halt.arguments());
        command.add(Boolean.toString(tidies));
        return launch(command, config.resolveSibling("child.log"));
    }

    /** Starts the program itself. */
    static ChildProcess program(Path log, List<String> arguments, String... jvm) throws IOException {
        List<String> command = java(jvm);
        command.add("io.siembridge.app.Main");
        command.addAll(arguments);
        return launch(command, log);
    }

    /** Starts the program itself with SIGHUP ignored, as nohup does. */
    static ChildProcess programWithoutHangUp(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
        command.addAll(java());
        command.add("io.siembridge.app.Main");
        command.addAll(arguments);
        return launch(command, log);
    }

    private static List<String> java(String... jvm) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK);
        command.addAll(List.of(jvm));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    private static ChildProcess launch(List<String> command, Path log) throws IOException {
        File file = log.toFile();
        return new ChildProcess(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(file))
                        .start(),
                log);
    }

    private String readLine() {
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            return Optional.ofNullable(out.readLine()).orElse("");
        } catch (IOException gone) {
            return "";
        }
    }

    /** Its addresses, once it listens; nothing if it ended before. */
    Optional<Ports> ready() throws InterruptedException {
        try {
            String line = firstLine.get(START.toSeconds(), TimeUnit.SECONDS);
            String[] words = line.split(" ", -1);
            return line.startsWith("READY ")
                    ? Optional.of(new Ports(Integer.parseInt(words[1]), Integer.parseInt(words[2])))
                    : Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The bridge did not start: " + log(), e);
        }
    }

    /** Its addresses; it must start. */
    Ports started() throws InterruptedException {
        return ready().orElseThrow(() -> new IllegalStateException("The bridge did not start: " + log()));
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM, and not by {@link Process#destroy}, which would close its standard input too. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("The signal could not be sent");
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; its exit status, or nothing if it still runs. */
    Optional<Integer> awaitEnd(Duration most) throws InterruptedException {
        return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Where a child listens. */
    record Ports(int webhooks, int admin) {
        URI source(String name) {
            return URI.create("http://127.0.0.1:" + webhooks + "/webhooks/" + name);
        }

        URI admin(String path) {
            return URI.create("http://127.0.0.1:" + admin + path);
        }
    }
}
