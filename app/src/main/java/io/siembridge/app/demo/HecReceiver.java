package io.siembridge.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A small HTTP Event Collector: it checks token, channel, encoding and envelopes as Splunk does, with Splunk's answers,
 * and confirms what it took at the first question. Like Splunk it takes what stands before a faulty event, and loses
 * without a word what stands from an unknown envelope key on.
 */
public final class HecReceiver implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private final String token;
    private final boolean acknowledges;
    private final Consumer<Received> listener;
    private final Map<String, Channel> channels = new HashMap<>();
    private Optional<HttpServer> server = Optional.empty();

    /**
     * Makes a collector that is not listening yet.
     *
     * @param acknowledges whether its token has indexer acknowledgement
     * @param listener is given each event that was taken
     */
    public HecReceiver(String token, boolean acknowledges, Consumer<Received> listener) {
        this.token = token;
        this.acknowledges = acknowledges;
        this.listener = listener;
    }

    /** Listens on a port of the loopback interface, any if 0, and returns it. */
    public synchronized int start(int port) throws IOException {
        // Or else each answer waits 40 ms for the client to acknowledge its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/", this::serve);
        http.start();
        server = Optional.of(http);
        return http.getAddress().getPort();
    }

    @Override
    public synchronized void close() {
        server.ifPresent(http -> http.stop(0));
        server = Optional.empty();
    }

    /** The answer to a request, by whatever way it came. */
    public synchronized Answer answer(Request request) throws IOException {
        boolean health = request.path().matches("/services/collector/health(/1\\.0)?");
        boolean acks = request.path().equals("/services/collector/ack");
        if (!health && !acks && !request.path().matches("/services/collector(/event(/1\\.0)?)?")) {
            return Answer.of(404, 404, "The requested URL was not found on this server.");
        }
        if (!request.method().equals(health ? "GET" : "POST")) {
            return Answer.of(405, 405, "The requested method is not allowed.");
        }
        Optional<Answer> refusal = refusal(request, health);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (health) {
            return Answer.of(200, 17, "HEC is healthy");
        }
        Channel channel = channels.computeIfAbsent(request.header("x-splunk-request-channel"), id -> new Channel());
        byte[] body = request.header("content-encoding").equals("gzip") ? inflate(request.body()) : request.body();
        return acks ? acknowledge(channel, body) : take(channel, body);
    }

    private Optional<Answer> refusal(Request request, boolean health) {
        String authorization = request.header("authorization");
        String channel = request.header("x-splunk-request-channel");
        if (authorization.isEmpty()) {
            return Optional.of(Answer.of(401, 2, "Token is required"));
        }
        if (!authorization.startsWith("Splunk ")) {
            return Optional.of(Answer.of(401, 3, "Invalid authorization"));
        }
        if (!authorization.equals("Splunk " + token)) {
            return Optional.of(health ? Answer.of(400, 21, "Invalid token") : Answer.of(403, 4, "Invalid token"));
        }
        if (!Set.of("", "identity", "gzip").contains(request.header("content-encoding"))) {
            return Optional.of(Answer.of(415, 415, "Unsupported media type"));
        }
        if (acknowledges && channel.isEmpty()) {
            return Optional.of(Answer.of(400, 10, "Data channel is missing"));
        }
        return channel.isEmpty() || channel.matches(GUID)
                ? Optional.empty()
                : Optional.of(Answer.of(400, 11, "Invalid data channel"));
    }

    private Answer take(Channel channel, byte[] body) throws IOException {
        HecEnvelopes envelopes = HecEnvelopes.read(body);
        envelopes.taken().forEach(listener);
        if (acknowledges && !envelopes.taken().isEmpty()) {
            envelopes.answer().body().put("ackId", channel.nextId());
        }
        return envelopes.answer();
    }

    /** An id is confirmed once; whoever asks again is told no, as is who asks for what never was. */
    private Answer acknowledge(Channel channel, byte[] body) throws IOException {
        if (!acknowledges) {
            return Answer.of(400, 14, "ACK is disabled");
        }
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode acks = answer.putObject("acks");
        JSON.readTree(body).path("acks").forEach(id -> acks.put(id.asText(), channel.unasked.remove(id.asLong())));
        return new Answer(200, answer);
    }

    private static byte[] inflate(byte[] gzip) throws IOException {
        try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return inflated.readAllBytes();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers, body));
            byte[] json = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), json.length);
            exchange.getResponseBody().write(json);
        }
    }

    private static final class Channel {
        private final Set<Long> unasked = new HashSet<>();
        private long next;

        long nextId() {
            unasked.add(next);
            return next++;
        }
    }

    /**
     * An event that was taken.
     *
     * @param event as it will be indexed
     * @param envelope with its time, host, source, source type and index
     */
    public record Received(JsonNode event, JsonNode envelope) {
        public String sourceType() {
            return envelope.path("sourcetype").asText();
        }
    }

    /** A request. */
    public record Request(String method, String path, Map<String, String> headers, byte[] body) {
        public Request {
            Map<String, String> byLowerCase = new HashMap<>();
            headers.forEach((name, value) -> byLowerCase.put(name.toLowerCase(Locale.ROOT), value));
            headers = Map.copyOf(byLowerCase);
        }

        String header(String lowerCaseName) {
            return headers.getOrDefault(lowerCaseName, "");
        }
    }

    /** An answer with Splunk's status, and its code and words as JSON. */
    public record Answer(int status, ObjectNode body) {
        static Answer of(int status, int code, String text) {
            return new Answer(status, JSON.createObjectNode().put("text", text).put("code", code));
        }
    }
}
