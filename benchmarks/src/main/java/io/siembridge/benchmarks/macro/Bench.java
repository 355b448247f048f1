package io.siembridge.benchmarks.macro;

import io.siembridge.benchmarks.Receiver;
import io.siembridge.benchmarks.Receiver.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The programs that are measured, each started as its user would, and the folder they live in. */
final class Bench implements AutoCloseable {
    private static final Path JAR = Path.of("app/target/siem-bridge.jar");
    private static final String HEAP = "-Xmx512m";

    private final Path folder;
    private final Map<Protocol, Receiver> receivers = new TreeMap<>();
    private final List<Server> running = new ArrayList<>();

    Bench(Path folder) throws IOException {
        this.folder = folder;
        for (Protocol protocol : Protocol.values()) {
            receivers.put(protocol, new Receiver(protocol));
        }
    }

    Path folder() {
        return folder;
    }

    Receiver receiver(Protocol protocol) {
        Receiver receiver = receivers.get(protocol);
        if (receiver == null) {
            throw new IllegalArgumentException("No receiver speaks " + protocol);
        }
        return receiver;
    }

    static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    /** A bridge; BRIDGE_OPTIONS adds options to its JVM, such as those of a profiler. */
    Server bridge(String name, List<Protocol> destinations) throws IOException, InterruptedException {
        String given = System.getenv().getOrDefault("BRIDGE_OPTIONS", "");
        return bridge(
                name,
                destinations,
                Stream.concat(Stream.of(HEAP), Stream.of(given.split(" ", -1)))
                        .filter(option -> !option.isEmpty())
                        .toList());
    }

    Server bridge(String name, List<Protocol> destinations, List<String> options)
            throws IOException, InterruptedException {
        int port = Server.freePort();
        int admin = Server.freePort();
        Path config = folder.resolve(name + ".yaml");
        Files.writeString(config, configuration(name, port, admin, destinations));
        List<String> command = new ArrayList<>(List.of("java"));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString(), "serve", "--config", config.toString(), "--log", "json"));
        return started(Server.start(command, folder.resolve(name + ".log"), port, admin, true));
    }

    /**
     * Makes an archive from a run of the demo, and returns the option that uses it: with Java 25, as the image does, the cache
     * of classes and profiles (JEP 514, 515), before it the archive of classes.
     */
    String train() throws IOException, InterruptedException {
        Path archive = folder.resolve("bridge.archive");
        boolean hasCache = Runtime.version().feature() >= 25;
        String make = hasCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
        Process demo = new ProcessBuilder("java", make + archive, "-jar", JAR.toString(), "demo")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (demo.waitFor() != 0) {
            throw new IOException("The demo failed, so there is no archive of its classes");
        }
        return (hasCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
    }

    private String configuration(String name, int port, int admin, List<Protocol> destinations) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("server: {listen: \"127.0.0.1:").append(port).append("\"}\n");
        yaml.append("admin: {listen: \"127.0.0.1:").append(admin).append("\", token: \"" + Macro.SECRET + "\"}\n");
        yaml.append("spool: {url: \"jdbc:sqlite:")
                .append(folder.resolve(name + ".db"))
                .append("\"}\n");
        yaml.append("sources:\n");
        for (String vendor : List.of("soveren", "snyk")) {
            yaml.append("  " + vendor + ": {vendor: " + vendor + ", secrets: [\"" + Macro.SECRET + "\"]}\n");
        }
        yaml.append("destinations:\n");
        for (Protocol protocol : destinations) {
            int receiver = receiver(protocol).port();
            yaml.append("  ")
                    .append(name(protocol))
                    .append(": ")
                    .append(
                            switch (protocol) {
                                case HEC ->
                                    "{type: splunk-hec, url: \"http://127.0.0.1:" + receiver + "\", token: \"t\"}";
                                case FORWARD -> "{type: fluentd, address: \"tcp://127.0.0.1:" + receiver + "\"}";
                                // Else the wait for the last confirmation is most of what is measured.
                                case SYSLOG ->
                                    "{type: qradar, address: \"tcp://127.0.0.1:" + receiver
                                            + "\", confirm_after: 300ms}";
                            });
            yaml.append('\n');
        }
        return yaml.toString();
    }

    Server empty() throws IOException, InterruptedException {
        return baseline("empty", List.of());
    }

    Server oneTransactionEach() throws IOException, InterruptedException {
        return baseline("each", List.of(folder.resolve("each.db").toString()));
    }

    private Server baseline(String kind, List<String> more) throws IOException, InterruptedException {
        int port = Server.freePort();
        List<String> command = new ArrayList<>(List.of("java", HEAP, "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Baseline.class.getName(), kind, Integer.toString(port)));
        command.addAll(more);
        return started(Server.start(command, folder.resolve(kind + ".log"), port, port, !more.isEmpty()));
    }

    Server nginx() throws IOException, InterruptedException {
        int port = Server.freePort();
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config, """
                daemon off; worker_processes auto; pid %1$s/nginx.pid; error_log %1$s/nginx.err;
                events { worker_connections 1024; }
                http {
                  access_log off; client_body_temp_path %1$s/nginx-body; client_max_body_size 16m; keepalive_requests 1000000;
                  proxy_temp_path %1$s/nginx-proxy; fastcgi_temp_path %1$s/nginx-fastcgi;
                  uwsgi_temp_path %1$s/nginx-uwsgi; scgi_temp_path %1$s/nginx-scgi;
                  server { listen 127.0.0.1:%2$d; return 200; }
                }
                """.formatted(folder, port));
        List<String> command = List.of("nginx", "-p", folder.toString(), "-c", config.toString());
        return started(Server.start(command, folder.resolve("nginx.log"), port, port, false));
    }

    private Server started(Server server) {
        running.add(server);
        return server;
    }

    @Override
    public void close() throws IOException {
        running.forEach(Server::close);
        for (Receiver receiver : receivers.values()) {
            receiver.close();
        }
    }
}
