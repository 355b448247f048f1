package io.siembridge.app.operator;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Who is logged in to the console. In memory: a restart logs everybody out. */
final class Sessions {
    private static final Duration LONGEST = Duration.ofHours(8);
    private static final Duration LONGEST_IDLE = Duration.ofHours(1);
    private static final int MOST = 100;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final Map<String, Session> byId = new LinkedHashMap<>();

    Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One login.
     *
     * @param csrfToken what every form must carry, so that no other page can post one
     * @param notice what the next page shall say was done
     */
    record Session(String id, String csrfToken, Instant since, Instant used, AtomicReference<String> notice) {}

    synchronized Session open() {
        Instant now = clock.instant();
        byId.values().removeIf(session -> isOver(session, now));
        if (byId.size() >= MOST) {
            byId.remove(byId.keySet().iterator().next());
        }
        Session session = new Session(random256(), random256(), now, now, new AtomicReference<>(""));
        byId.put(session.id(), session);
        return session;
    }

    synchronized Optional<Session> find(String id) {
        Instant now = clock.instant();
        Session session = byId.get(id);
        if (session == null || isOver(session, now)) {
            byId.remove(id);
            return Optional.empty();
        }
        byId.put(id, new Session(session.id(), session.csrfToken(), session.since(), now, session.notice()));
        return Optional.of(session);
    }

    synchronized void close(String id) {
        byId.remove(id);
    }

    private static boolean isOver(Session session, Instant now) {
        return now.isAfter(session.since().plus(LONGEST))
                || now.isAfter(session.used().plus(LONGEST_IDLE));
    }

    private String random256() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
