package io.siembridge.app.destination.splunk;

import io.siembridge.app.demo.HecReceiver;
import io.siembridge.app.destination.HttpPeer;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.ScriptedHttpServer.Request;
import io.siembridge.app.destination.TestEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The demo's faithful collector, told to misbehave. */
public final class HecPeer extends HttpPeer {
    private final HecReceiver receiver;

    public HecPeer(String token, boolean acknowledges) throws IOException {
        receiver = new HecReceiver(
                token,
                acknowledges,
                taken -> received(taken.event().path("metadata").path("uid").asText()));
    }

    @Override
    protected Reply take(Request request) {
        return take(request, request.headers(), request.body());
    }

    /** Answers as Splunk does to an event it cannot parse: what stands before it is taken. */
    @Override
    protected Reply takeAllButPoison(Request request) {
        List<String> envelopes = request.text().lines().toList();
        int poison = 0;
        while (poison < envelopes.size() && !envelopes.get(poison).contains("\"" + TestEvents.POISON + "\"")) {
            poison++;
        }
        if (poison == envelopes.size()) {
            return take(request);
        }
        if (poison > 0) {
            Map<String, String> headers = new HashMap<>(request.headers());
            headers.remove("content-encoding");
            String before = String.join("\n", envelopes.subList(0, poison));
            take(request, headers, before.getBytes(StandardCharsets.UTF_8));
        }
        return Reply.of(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":" + poison + "}");
    }

    @Override
    protected Reply refuseCredentials(Request request) {
        boolean health = request.target().endsWith("/health");
        return Reply.of(
                health ? 400 : 403,
                "{\"text\":\"Invalid token " + request.header("authorization") + "\",\"code\":" + (health ? 21 : 4)
                        + "}");
    }

    @Override
    protected Reply endless() {
        return Reply.endless(200);
    }

    private Reply take(Request request, Map<String, String> headers, byte[] body) {
        try {
            HecReceiver.Answer answer =
                    receiver.answer(new HecReceiver.Request(request.method(), request.target(), headers, body));
            return Reply.of(answer.status(), answer.body().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
