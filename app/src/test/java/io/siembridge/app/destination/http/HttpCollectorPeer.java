package io.siembridge.app.destination.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.destination.HttpPeer;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.ScriptedHttpServer.Request;
import io.siembridge.app.destination.TestEvents;
import java.io.IOException;

/** A collector that takes JSON arrays whole or not at all. */
public final class HttpCollectorPeer extends HttpPeer {
    private static final JsonMapper JSON = new JsonMapper();

    public HttpCollectorPeer() throws IOException {}

    @Override
    protected Reply take(Request request) {
        try {
            JSON.readTree(request.text())
                    .forEach(
                            event -> received(event.path("metadata").path("uid").asText()));
            return Reply.of(200, "ok");
        } catch (JsonProcessingException e) {
            return Reply.of(400, "malformed");
        }
    }

    @Override
    protected Reply takeAllButPoison(Request request) {
        try {
            for (JsonNode event : JSON.readTree(request.text())) {
                if (event.toString().contains("\"" + TestEvents.POISON + "\"")) {
                    return Reply.of(422, "one of these I cannot digest");
                }
            }
        } catch (JsonProcessingException e) {
            return Reply.of(400, "malformed");
        }
        return take(request);
    }

    @Override
    protected Reply refuseCredentials(Request request) {
        return Reply.of(401, "not with " + request.header("authorization"));
    }

    @Override
    protected Reply endless() {
        return Reply.endless(500);
    }
}
