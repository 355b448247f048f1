package io.siembridge.app.destination;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells bad events from a bad destination. A peer that refuses more than half of what it is sent has no grudge against
 * single events, and burying them one by one would bury everything: they are doubted, and the destination pauses. What is
 * refused next is only tried again, behind others, as long as the peer takes nothing; once it has taken others, a doubted
 * event that it refuses again is to blame, however many of its kind there are. For one thread at a time.
 */
final class RefusalRate {
    private static final int LARGE = 10;
    private static final int REMEMBERED = 20;

    /** Events whose doubts are remembered; a forgotten one is judged anew. */
    private static final int MOST_DOUBTED = 20_000;

    private static final String TOO_MANY =
            "the peer refuses more than half of the events it is sent; check the destination's settings, and what it"
                    + " says to a single event";

    /** Of each of the last events whether it was refused. */
    private final Deque<Boolean> lastOnes = new ArrayDeque<>();

    /** By the uids of doubted events how many events had ever been taken by then. */
    private final Map<String, Long> doubted = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_DOUBTED;
        }
    };

    private long takenEver;
    private boolean takesNothing;

    /** A refused event, with its outcome if no other event mattered. */
    record Refused(String uid, Outcome alone) {}

    /** Whether so many of a batch were refused that going on with it has no sense. */
    boolean isTooHigh(Collection<Refused> refused, int batch) {
        return batch >= LARGE && unexplained(refused) * 2 > batch;
    }

    /** The outcome of what is not even tried because of that. */
    Outcome untried(int taken) {
        return takesNothing && taken == 0 ? Outcome.retry(TOO_MANY) : Outcome.paused(TOO_MANY);
    }

    /** What becomes of those refused, in their order. Small batches are judged with the ones before them. */
    List<Outcome> judge(List<Refused> refused, int taken, int batch) {
        takenEver += taken;
        takesNothing = takesNothing && taken == 0;
        boolean tooMany = isTooMany(refused, taken, batch);
        List<Outcome> verdicts = new ArrayList<>();
        for (Refused event : refused) {
            verdicts.add(verdict(event, tooMany));
        }
        takesNothing |= verdicts.stream().anyMatch(verdict -> verdict.kind() != Outcome.Kind.REJECTED);
        if (tooMany) {
            // Or else the first bad event after the mending would pause again.
            lastOnes.clear();
        }
        return verdicts;
    }

    private boolean isTooMany(List<Refused> refused, int taken, int batch) {
        long unexplained = unexplained(refused);
        for (int i = 0; i < taken + unexplained; i++) {
            lastOnes.add(i >= taken);
        }
        while (lastOnes.size() > REMEMBERED) {
            lastOnes.remove();
        }
        long refusedLately = lastOnes.stream().filter(wasRefused -> wasRefused).count();
        return unexplained > 0 && (batch >= LARGE ? unexplained * 2 > batch : refusedLately * 2 > REMEMBERED);
    }

    private Outcome verdict(Refused event, boolean tooMany) {
        boolean blamedOnlyWhereOthersPass = event.alone().kind() == Outcome.Kind.PAUSED;
        boolean doubt = tooMany || takesNothing || (blamedOnlyWhereOthersPass && !lastOnes.contains(false));
        if (isExplained(event) || !doubt) {
            doubted.remove(event.uid());
            return with(Outcome.Kind.REJECTED, event.alone());
        }
        doubted.putIfAbsent(event.uid(), takenEver);
        if (takesNothing) {
            return with(Outcome.Kind.RETRY, event.alone());
        }
        return tooMany ? Outcome.paused(TOO_MANY) : event.alone();
    }

    /** Others have been taken since it was doubted, so it is the event's own fault. */
    private boolean isExplained(Refused event) {
        return takenEver > doubted.getOrDefault(event.uid(), takenEver);
    }

    private long unexplained(Collection<Refused> refused) {
        return refused.stream().filter(event -> !isExplained(event)).count();
    }

    private static Outcome with(Outcome.Kind kind, Outcome outcome) {
        return new Outcome(kind, outcome.reason(), outcome.peersWait(), outcome.excerpt());
    }
}
