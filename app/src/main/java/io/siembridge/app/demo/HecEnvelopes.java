package io.siembridge.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.demo.HecReceiver.Answer;
import io.siembridge.app.demo.HecReceiver.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a collector makes of a body of concatenated envelopes: it takes those before the first that is faulty, and says
 * which that is. From an envelope with an unknown key on it takes nothing, and says so only if that leaves nothing.
 */
record HecEnvelopes(List<Received> taken, Answer answer) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> KEYS = Set.of("time", "host", "source", "sourcetype", "index", "event", "fields");

    static HecEnvelopes read(byte[] body) throws IOException {
        List<Received> taken = new ArrayList<>();
        try (MappingIterator<JsonNode> envelopes =
                JSON.readerFor(JsonNode.class).readValues(body)) {
            while (envelopes.hasNextValue()) {
                JsonNode envelope = envelopes.nextValue();
                Answer answer = answerTo(envelope);
                if (answer.status() != 200) {
                    return refusing(taken, answer);
                }
                if (!envelope.propertyStream().allMatch(member -> KEYS.contains(member.getKey()))) {
                    break;
                }
                taken.add(new Received(envelope.path("event"), envelope));
            }
        } catch (JsonProcessingException malformed) {
            return refusing(taken, Answer.of(400, 6, "Invalid data format"));
        }
        return new HecEnvelopes(taken, taken.isEmpty() ? Answer.of(400, 5, "No data") : Answer.of(200, 0, "Success"));
    }

    private static HecEnvelopes refusing(List<Received> taken, Answer answer) {
        answer.body().put("invalid-event-number", taken.size());
        return new HecEnvelopes(taken, answer);
    }

    private static Answer answerTo(JsonNode envelope) {
        JsonNode event = envelope.path("event");
        if (!envelope.isObject()) {
            return Answer.of(400, 6, "Invalid data format");
        }
        if (event.isMissingNode() || event.isNull()) {
            return Answer.of(400, 12, "Event field is required");
        }
        if (event.isTextual() && event.textValue().isBlank()) {
            return Answer.of(400, 13, "Event field cannot be blank");
        }
        boolean nested = envelope.path("fields")
                .propertyStream()
                .anyMatch(field -> field.getValue().isObject());
        return nested ? Answer.of(400, 15, "Error in handling indexed fields") : Answer.of(200, 0, "Success");
    }
}
