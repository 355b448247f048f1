package io.siembridge.app.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.demo.ForwardReceiver;
import io.siembridge.app.demo.ForwardSession;
import io.siembridge.app.demo.HecReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Three SIEMs that outlive every bridge: Splunk with acknowledgement, Fluentd with acknowledgement, a file. */
final class Peers implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOKEN = "token-of-the-reliability-tests";

    private final Queue<Arrival> splunk = new ConcurrentLinkedQueue<>();
    private final HecReceiver hec = new HecReceiver(TOKEN, true, event -> arrived(event.event()));
    private final ForwardReceiver fluentd;
    private final Path archive;
    private final int hecPort;
    private volatile Runnable whenSplunkTakes = () -> {};

    /** An event that a peer has. */
    record Arrival(String receipt, String uid) {
        static Arrival of(JsonNode event) {
            JsonNode metadata = event.path("metadata");
            return new Arrival(
                    metadata.path("loggers").path(0).path("event_uid").asText(),
                    metadata.path("uid").asText());
        }
    }

    private Peers(Path archive) throws IOException {
        this.archive = archive;
        this.fluentd = ForwardReceiver.open(new Random(11));
        this.hecPort = hec.start(0);
    }

    /**
     * Starts them.
     *
     * @param archive where the file destination writes
     */
    static Peers start(Path archive) throws IOException {
        return new Peers(archive);
    }

    private void arrived(JsonNode event) {
        splunk.add(Arrival.of(event));
        whenSplunkTakes.run();
    }

    /** Has something done each time after Splunk took an event and before it says so. */
    void whenSplunkTakes(Runnable action) {
        whenSplunkTakes = action;
    }

    void splunkGoes() {
        hec.close();
    }

    void splunkComes() throws IOException {
        hec.start(hecPort);
    }

    /** The lines of the configuration's section. */
    String destinations() {
        return """
                  splunk: {type: splunk-hec, url: "http://127.0.0.1:%d", token: %s, acknowledgement: true}
                  fluentd: {type: fluentd, address: "tcp://127.0.0.1:%d"}
                  archive: {type: file, path: "%s"}
                """.formatted(hecPort, TOKEN, fluentd.port(), archive);
    }

    /** What arrived so far, by destination. */
    Map<String, List<Arrival>> arrivals() throws IOException {
        Map<String, List<Arrival>> arrivals = new HashMap<>();
        arrivals.put("splunk", List.copyOf(splunk));
        arrivals.put(
                "fluentd",
                fluentd.received().stream()
                        .map(ForwardSession.Received::event)
                        .map(Arrival::of)
                        .toList());
        arrivals.put("archive", archived());
        return arrivals;
    }

    private List<Arrival> archived() throws IOException {
        List<Arrival> arrivals = new ArrayList<>();
        if (Files.exists(archive)) {
            String text = Files.readString(archive, StandardCharsets.UTF_8);
            // A line that is being written has no end yet.
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                arrivals.add(Arrival.of(JSON.readTree(line)));
            }
        }
        return arrivals;
    }

    @Override
    public void close() {
        hec.close();
        fluentd.close();
    }
}
