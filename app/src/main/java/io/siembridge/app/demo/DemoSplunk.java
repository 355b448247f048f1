package io.siembridge.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.config.Secret;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An HTTP Event Collector with indexer acknowledgement. */
final class DemoSplunk implements DemoPeer {
    private final Secret token;
    private final HecReceiver receiver;
    private final int port;
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();

    /** @param refuse whether the collector knows another token than the bridge */
    DemoSplunk(Secret token, boolean refuse) throws IOException {
        this.token = token;
        this.receiver = new HecReceiver(token.reveal() + (refuse ? "-revoked" : ""), true, received -> {
            JsonNode event = received.event();
            arrived.add(event.path("metadata").path("uid").asText() + " "
                    + event.path("class_uid").asInt(-1) + " "
                    + event.path("severity_id").asInt(-1));
        });
        this.port = receiver.start(0);
    }

    @Override
    public String name() {
        return "splunk";
    }

    @Override
    public String configuration() {
        return "{type: splunk-hec, url: \"http://127.0.0.1:" + port + "\", token: \"" + token.reveal()
                + "\", acknowledgement: true}";
    }

    @Override
    public boolean hasArrived(ExpectedEvent event) {
        return arrived.contains(event.uid() + " " + event.classUid() + " " + event.severityId());
    }

    @Override
    public void close() {
        receiver.close();
    }
}
