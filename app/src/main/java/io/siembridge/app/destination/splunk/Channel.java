package io.siembridge.app.destination.splunk;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import java.net.HttpCookie;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One data channel: the space in which acknowledgement ids count up, held in the memory of one indexer. Cookies keep a
 * load balancer from leading us to another. Guarded by the lock of {@link Acknowledgements}.
 */
final class Channel {
    private final UUID id;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private boolean answered;
    private boolean lost;
    private long highestId = -1;

    private Channel(UUID id) {
        this.id = id;
    }

    static Channel open(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new Channel(new UUID(high, low));
    }

    String id() {
        return id.toString();
    }

    /** The {@code Cookie} header for the next request; empty text for none. */
    String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Keeps an answer's cookies; returns whether, by them, a load balancer led us elsewhere than before. */
    boolean leadsElsewhere(HttpHeaders answer) {
        boolean changed = false;
        for (String header : answer.allValues("Set-Cookie")) {
            for (HttpCookie cookie : cookiesIn(header)) {
                changed |= !cookie.getValue().equals(cookies.put(cookie.getName(), cookie.getValue()));
            }
        }
        boolean elsewhere = changed && answered;
        answered = true;
        return elsewhere;
    }

    /** Whether an id can be the next one: an indexer that starts again counts from the beginning. */
    boolean continuesWith(long ackId) {
        return ackId > highestId;
    }

    void waitFor(long ackId, Waiting batch) {
        highestId = ackId;
        waiting.put(ackId, batch);
    }

    List<Long> waitingIds() {
        return List.copyOf(waiting.keySet());
    }

    int waitingCount() {
        return waiting.size();
    }

    /** Splunk forgets an id once it has confirmed it, so an id is taken out on the first word. */
    Optional<Waiting> take(long ackId) {
        return Optional.ofNullable(waiting.remove(ackId));
    }

    List<Waiting> takeAll() {
        List<Waiting> all = List.copyOf(waiting.values());
        waiting.clear();
        return all;
    }

    List<Waiting> takeExpired(long nowNanos) {
        List<Waiting> expired = new ArrayList<>();
        for (Iterator<Waiting> each = waiting.values().iterator(); each.hasNext(); ) {
            Waiting batch = each.next();
            if (nowNanos - batch.expiryNanos() >= 0) {
                expired.add(batch);
                each.remove();
            }
        }
        return expired;
    }

    /** Marks that the indexer behind this channel is out of reach, with all it knew. */
    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    private static List<HttpCookie> cookiesIn(String header) {
        try {
            return HttpCookie.parse(header);
        } catch (IllegalArgumentException notACookie) {
            return List.of();
        }
    }

    /**
     * Events that wait for one acknowledgement.
     *
     * @param places in the list that was handed over
     * @param expiryNanos reading of the nano clock from which on it is given up
     */
    record Waiting(List<Integer> places, Outcomes outcomes, long expiryNanos) {
        void report(Outcome outcome) {
            places.forEach(place -> outcomes.report(place, outcome));
        }
    }
}
