package io.siembridge.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.config.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ServerSocketFactory;

/** A receiver of the forward protocol that demands the shared key and acknowledges. */
final class DemoFluentd implements DemoPeer {
    private final Secret key;
    private final ForwardReceiver receiver;
    private final Set<String> arrived = new HashSet<>();

    DemoFluentd(Secret key, RandomGenerator random) throws IOException {
        this.key = key;
        this.receiver = ForwardReceiver.guarded(
                ServerSocketFactory.getDefault(), new ForwardSession.Admission(key, Map.of()), random);
    }

    @Override
    public String name() {
        return "fluentd";
    }

    @Override
    public String configuration() {
        return "{type: fluentd, address: \"tcp://127.0.0.1:" + receiver.port() + "\", tag: demo, shared_key: \""
                + key.reveal() + "\"}";
    }

    @Override
    public boolean hasArrived(ExpectedEvent event) {
        List<ForwardSession.Received> messages = new ArrayList<>();
        receiver.received().drainTo(messages);
        for (ForwardSession.Received message : messages) {
            JsonNode record = message.event();
            arrived.add(record.path("metadata").path("uid").asText() + " "
                    + record.path("class_uid").asInt(-1) + " "
                    + record.path("severity_id").asInt(-1));
        }
        return arrived.contains(event.uid() + " " + event.classUid() + " " + event.severityId());
    }

    @Override
    public void close() {
        receiver.close();
    }
}
