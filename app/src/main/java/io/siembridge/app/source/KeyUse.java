package io.siembridge.app.source;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When each key of each source last verified a webhook: the evidence that an old key can be removed. */
public final class KeyUse {
    private final Map<String, Map<String, Instant>> lastByKeyBySource = new ConcurrentHashMap<>();

    /** @param key position among the configured ones, from 1 */
    public void verified(String source, String key, Instant at) {
        of(source).put(key, at);
    }

    /** The keys of a source are others now, so their positions mean something else. */
    void forget(String source) {
        lastByKeyBySource.remove(source);
    }

    /** @param key position among the configured ones, from 1 */
    public Optional<Instant> last(String source, int key) {
        return Optional.ofNullable(of(source).get(Integer.toString(key)));
    }

    /** What is known of a source, by the position of a key. */
    public Map<String, Instant> known(String source) {
        return Map.copyOf(of(source));
    }

    /** Adds what an earlier process knew of a key; returns whether nothing later was known. */
    public boolean recall(String source, String key, Instant last) {
        return of(source).putIfAbsent(key, last) == null;
    }

    private Map<String, Instant> of(String source) {
        return lastByKeyBySource.computeIfAbsent(source, any -> new ConcurrentHashMap<>());
    }
}
