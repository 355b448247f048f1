package io.siembridge.app.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.app.source.AnswerHistory;
import io.siembridge.app.spool.Spool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the watch takes along from one process to the next: the answers a vendor counts, and when the bridge was last alive. It is
 * written when it has changed and otherwise every few minutes, never for a single answer, so a process that dies loses half a minute.
 */
final class Recollection {
    private static final Logger LOG = LoggerFactory.getLogger(Recollection.class);
    private static final String KEY = "watch";
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(10);
    /** Somewhat more than that. Of shorter stops there may be many, and they must not hide that a source is silent. */
    private static final Duration SHORT_STOP = Duration.ofMinutes(15);

    private static final JsonMapper JSON = new JsonMapper();

    private final Spool spool;
    private final AnswerHistory answers;
    private final InstantSource clock;
    private Optional<Written> last = Optional.empty();

    /**
     * What is written.
     *
     * @param upSince when the bridge last started after a long stop, in milliseconds since 1970
     */
    private record Written(long at, long upSince, Map<String, AnswerHistory.OneSource> answers) {
        Written {
            answers = Map.copyOf(answers);
        }

        // By hand: it happens at every start, and what would look the records up is needed nowhere else.
        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("at", at).put("upSince", upSince);
            ObjectNode bySource = json.putObject("answers");
            answers.forEach((source, known) -> {
                ObjectNode one = bySource.putObject(source);
                known.senders().forEach(one.putArray("senders")::add);
                ArrayNode slots = one.putArray("slots");
                for (AnswerHistory.Answers slot : known.slots()) {
                    slots.addObject()
                            .put("start", slot.start())
                            .put("answers", slot.answers())
                            .put("failures", slot.failures());
                }
            });
            return json;
        }

        static Written of(JsonNode json) {
            Map<String, AnswerHistory.OneSource> answers = new TreeMap<>();
            json.path("answers").properties().forEach(source -> answers.put(source.getKey(), known(source.getValue())));
            return new Written(json.path("at").asLong(), json.path("upSince").asLong(), answers);
        }

        private static AnswerHistory.OneSource known(JsonNode json) {
            List<String> senders = new ArrayList<>();
            json.path("senders").forEach(sender -> senders.add(sender.asText()));
            List<AnswerHistory.Answers> slots = new ArrayList<>();
            json.path("slots")
                    .forEach(slot -> slots.add(new AnswerHistory.Answers(
                            slot.path("start").asLong(),
                            slot.path("answers").asLong(),
                            slot.path("failures").asLong())));
            return new AnswerHistory.OneSource(senders, slots);
        }
    }

    Recollection(Spool spool, AnswerHistory answers, InstantSource clock) {
        this.spool = spool;
        this.answers = answers;
        this.clock = clock;
    }

    /** Takes over what the process before knew; returns since when the bridge runs but for short stops. */
    synchronized Instant recall() {
        Optional<Written> earlier = spool.remembered(KEY).flatMap(Recollection::read);
        earlier.ifPresent(written -> answers.recall(written.answers()));
        long now = clock.millis();
        long upSince = earlier.filter(written -> now - written.at() < SHORT_STOP.toMillis())
                .map(Written::upSince)
                .orElse(now);
        last = Optional.of(new Written(0, upSince, Map.of()));
        return Instant.ofEpochMilli(upSince);
    }

    private static Optional<Written> read(String text) {
        try {
            return Optional.of(Written.of(JSON.readTree(text)));
        } catch (JsonProcessingException unreadable) {
            LOG.warn(
                    "What was known of vendors' answers before the start cannot be read; they are counted anew",
                    unreadable);
            return Optional.empty();
        }
    }

    /** Writes what is known if that is not written yet; nothing before {@link #recall}, or what is in the spool would be lost. */
    synchronized void keep(Set<String> sources) {
        if (last.isPresent()) {
            Written before = last.get();
            Written now = now(before, sources);
            boolean isKnown = before.answers().equals(now.answers());
            if (!isKnown || now.at() - before.at() >= SIGN_OF_LIFE.toMillis()) {
                write(now);
            }
        }
    }

    /** The same for the last time. */
    synchronized void finish(Set<String> sources) {
        last.ifPresent(before -> write(now(before, sources)));
    }

    private Written now(Written before, Set<String> sources) {
        Map<String, AnswerHistory.OneSource> known = new TreeMap<>(answers.known());
        known.keySet().retainAll(sources);
        return new Written(clock.millis(), before.upSince(), known);
    }

    private void write(Written now) {
        last = Optional.of(now);
        CompletableFuture<Void> unused = spool.remember(KEY, now.json().toString());
    }
}
