package io.siembridge.app.source;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When each key of each source last verified a webhook since the start: the evidence that an old key can be removed. */
public final class KeyUse {
    private final Map<String, Instant> lastBySourceAndKey = new ConcurrentHashMap<>();

    void verified(String source, String key, Instant at) {
        lastBySourceAndKey.put(source + "/" + key, at);
    }

    /** The keys of a source are others now, so their positions mean something else. */
    void forget(String source) {
        lastBySourceAndKey.keySet().removeIf(key -> key.startsWith(source + "/"));
    }

    /** @param key position among the configured ones, from 1 */
    public Optional<Instant> last(String source, int key) {
        return Optional.ofNullable(lastBySourceAndKey.get(source + "/" + key));
    }
}
