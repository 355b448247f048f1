package io.siembridge.app.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.source.KeyUse;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes along from one process to the next when each key last verified a webhook, as long as the keys are the same. A process that dies
 * loses half a minute.
 */
final class KeyMemory {
    private static final Logger LOG = LoggerFactory.getLogger(KeyMemory.class);
    private static final String KEY = "keys";
    private static final JsonMapper JSON = new JsonMapper();

    private final Spool spool;
    private final KeyUse keyUse;
    private final BridgeMetrics metrics;
    private Optional<String> written = Optional.empty();

    /**
     * What is written of a source.
     *
     * @param mark of the keys that were configured
     * @param last when each verified, in milliseconds since 1970, by its position
     */
    private record OfSource(String mark, Map<String, Long> last) {
        OfSource {
            last = new TreeMap<>(last);
        }
    }

    KeyMemory(Spool spool, KeyUse keyUse, BridgeMetrics metrics) {
        this.spool = spool;
        this.keyUse = keyUse;
        this.metrics = metrics;
    }

    /** Takes over what the process before knew. */
    synchronized void recall(Map<String, SourceConfig> sources) {
        String earlierText = spool.remembered(KEY).orElse("{}");
        written = Optional.of(earlierText);
        read(earlierText).forEach((name, earlier) -> {
            SourceConfig source = sources.get(name);
            if (source != null && source.keysMark().equals(earlier.mark())) {
                earlier.last().forEach((key, millis) -> recall(name, key, Instant.ofEpochMilli(millis)));
            }
        });
    }

    private void recall(String source, String key, Instant last) {
        if (keyUse.recall(source, key, last)) {
            metrics.signatureVerified(source, key, last.getEpochSecond());
        }
    }

    private static Map<String, OfSource> read(String text) {
        try {
            return JSON.readValue(text, new TypeReference<Map<String, OfSource>>() {});
        } catch (JsonProcessingException unreadable) {
            LOG.warn("When keys were last used before the start cannot be read; it begins anew", unreadable);
            return Map.of();
        }
    }

    /** Writes what is known if it has changed; nothing before {@link #recall}, or what is in the spool would be lost. */
    synchronized void keep(Map<String, SourceConfig> sources) {
        if (written.isEmpty()) {
            return;
        }
        Map<String, OfSource> now = new TreeMap<>();
        sources.forEach((name, source) -> {
            Map<String, Long> last = new TreeMap<>();
            keyUse.known(name).forEach((key, at) -> last.put(key, at.toEpochMilli()));
            last.remove(""); // a source that verifies nothing
            now.put(name, new OfSource(source.keysMark(), last));
        });
        write(now);
    }

    private void write(Map<String, OfSource> now) {
        try {
            String text = JSON.writeValueAsString(now);
            if (!written.equals(Optional.of(text))) {
                written = Optional.of(text);
                CompletableFuture<Void> unused = spool.remember(KEY, text);
            }
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
