package io.siembridge.app.watch;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.telemetry.LogFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is not as it should be at the moment. Each is logged when it begins and when it ends, not while it lasts. */
final class Concerns {
    private static final Logger LOG = LoggerFactory.getLogger(Concerns.class);

    private final Map<Key, String> open = new TreeMap<>();

    private record Key(String source, String kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int bySource = source.compareTo(other.source);
            return bySource == 0 ? kind.compareTo(other.kind) : bySource;
        }
    }

    /**
     * Says how one matter stands now.
     *
     * @param kind what it is about, a few words of our own
     * @param text what is wrong; empty while nothing is
     */
    synchronized void tell(String source, String kind, Optional<String> text) {
        Key key = new Key(source, kind);
        if (text.isEmpty()) {
            if (open.remove(key) != null) {
                LOG.info("No longer: {}", kind, kv(LogFields.SOURCE, source));
            }
        } else if (open.put(key, text.get()) == null) {
            LOG.warn("{}", text.get(), kv(LogFields.SOURCE, source));
        }
    }

    synchronized boolean has(String source, String kind) {
        return open.containsKey(new Key(source, kind));
    }

    /** Forgets those of a source that there is nothing to be told about any more. */
    synchronized void drop(String source, Predicate<String> kinds) {
        open.keySet().removeIf(key -> key.source().equals(source) && kinds.test(key.kind()));
    }

    /** Forgets those of sources that are gone. */
    synchronized void keep(Predicate<String> sources) {
        open.keySet().removeIf(key -> !sources.test(key.source()));
    }

    synchronized List<String> texts() {
        return new ArrayList<>(open.values());
    }
}
