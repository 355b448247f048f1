package io.siembridge.app.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each source's vendor was answered lately, as the vendor would count it. Only answers to addresses count that have sent
 * something authentic: whoever posts rubbish from elsewhere must not be able to raise an alarm, nor to hide one. The price is
 * that a vendor that has never got through, or comes from a new address only, is not seen here but in the rejections.
 */
public final class AnswerHistory {
    private static final Duration SLOT = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int KNOWN_SENDERS = 64;

    private final InstantSource clock;
    private final Map<String, OfSource> bySource = new ConcurrentHashMap<>();

    public AnswerHistory(InstantSource clock) {
        this.clock = clock;
    }

    /** How many answers, and how many of them the vendor takes for failures. */
    public record Count(long answers, long failures) {
        public double ratio() {
            return answers == 0 ? 0 : (double) failures / answers;
        }
    }

    /** A webhook from this address has proved authentic. */
    public void authentic(String source, String sender) {
        of(source).knows(sender);
    }

    /** @param good whether the vendor takes it for a success */
    public void answered(String source, String sender, boolean good) {
        of(source).add(sender, good, clock.instant());
    }

    /** One good answer was not the vendor's: a canary of ours got it. */
    public void discountOne(String source) {
        of(source).discount();
    }

    /** Answers of about this long, at most a day. */
    public Count over(String source, Duration window) {
        return of(source).since(clock.instant().minus(window));
    }

    /** What is known now, to be given to {@link #recall} of another process. */
    public Map<String, OneSource> known() {
        Map<String, OneSource> known = new TreeMap<>();
        bySource.forEach((source, answers) -> known.put(source, answers.known()));
        return known;
    }

    /** Adds what an earlier process knew. */
    public void recall(Map<String, OneSource> known) {
        known.forEach((source, earlier) -> of(source).recall(earlier));
    }

    /**
     * What is known of a source.
     *
     * @param senders addresses that have sent something authentic, those longest ago first
     * @param slots oldest first
     */
    public record OneSource(List<String> senders, List<Answers> slots) {
        public OneSource {
            senders = List.copyOf(senders);
            slots = List.copyOf(slots);
        }
    }

    /** The answers of some minutes, from a time in milliseconds since 1970. */
    public record Answers(long start, long answers, long failures) {}

    private OfSource of(String source) {
        return bySource.computeIfAbsent(source, any -> new OfSource());
    }

    private static final class Slot {
        private final Instant start;
        private long answers;
        private long failures;

        Slot(Instant start) {
            this.start = start;
        }

        Slot(Answers earlier) {
            this(Instant.ofEpochMilli(earlier.start()));
            answers = earlier.answers();
            failures = earlier.failures();
        }
    }

    private static final class OfSource {
        private final Deque<Slot> slots = new ArrayDeque<>();
        private final Map<String, Boolean> senders = new LinkedHashMap<>(16, 0.75f, true);

        synchronized void knows(String sender) {
            senders.put(sender, true);
            if (senders.size() > KNOWN_SENDERS) {
                senders.remove(senders.keySet().iterator().next());
            }
        }

        synchronized void add(String sender, boolean good, Instant now) {
            if (!senders.containsKey(sender)) {
                return;
            }
            // Of a clock that had jumped ahead. In such a slot all that comes would count until its time has come.
            while (!slots.isEmpty() && slots.getLast().start.isAfter(now.plus(SLOT))) {
                slots.removeLast();
            }
            if (slots.isEmpty() || !now.isBefore(slots.getLast().start.plus(SLOT))) {
                slots.addLast(new Slot(now));
            }
            while (slots.getFirst().start.isBefore(now.minus(KEPT))) {
                slots.removeFirst();
            }
            Slot slot = slots.getLast();
            slot.answers++;
            slot.failures += good ? 0 : 1;
        }

        synchronized void discount() {
            if (!slots.isEmpty() && slots.getLast().answers > slots.getLast().failures) {
                slots.getLast().answers--;
            }
        }

        synchronized OneSource known() {
            return new OneSource(
                    List.copyOf(senders.keySet()),
                    slots.stream()
                            .map(slot -> new Answers(slot.start.toEpochMilli(), slot.answers, slot.failures))
                            .toList());
        }

        synchronized void recall(OneSource earlier) {
            List<String> since = List.copyOf(senders.keySet());
            earlier.senders().forEach(this::knows);
            since.forEach(this::knows);
            for (int i = earlier.slots().size() - 1; i >= 0; i--) {
                slots.addFirst(new Slot(earlier.slots().get(i)));
            }
        }

        synchronized Count since(Instant from) {
            long answers = 0;
            long failures = 0;
            for (Slot slot : slots) {
                if (!slot.start.isBefore(from)) {
                    answers += slot.answers;
                    failures += slot.failures;
                }
            }
            return new Count(answers, failures);
        }
    }
}
