package io.siembridge.app.destination.fluentd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the event that a receiver never acknowledges. The protocol has no way to refuse an event: a receiver that cannot
 * take one drops the message or closes the connection, for ever. So what goes unacknowledged three times is sent in ever
 * smaller messages, and an event that gets no acknowledgement three times on its own is given up. But only if the receiver
 * acknowledged others meanwhile: a receiver that acknowledges nothing has a fault of its own, and no event is to blame.
 *
 * <p>Marks are kept by uid between batches, and forgotten from the oldest when there are too many: a forgotten event
 * starts anew.
 */
final class Strikes {
    static final int TOLERATED = 3;

    private static final int CAPACITY = 20_000;

    private final Map<String, Mark> marks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Mark> eldest) {
            return size() > CAPACITY;
        }
    };
    private long acknowledgements;

    /** How suspect an event is: 0 for none, more for more. Events are sent with their like, and the least suspect first. */
    int suspicion(String uid) {
        Mark mark = marks.getOrDefault(uid, Mark.CLEAN);
        return mark.strikes < TOLERATED ? 0 : mark.strikes;
    }

    /** How many events a message with this one may have. */
    int mostTogether(String uid) {
        return marks.getOrDefault(uid, Mark.CLEAN).mostTogether;
    }

    void acknowledged(List<String> uids) {
        acknowledgements++;
        uids.forEach(marks::remove);
    }

    /**
     * Notes that these events were sent together and not acknowledged.
     *
     * @return whether it is one event, to be given up
     */
    boolean unacknowledged(List<String> uids) {
        uids.forEach(uid -> marks.put(uid, marks.getOrDefault(uid, Mark.CLEAN).struck(uids.size(), acknowledgements)));
        if (uids.size() > 1) {
            return false;
        }
        Mark mark = marks.getOrDefault(uids.get(0), Mark.CLEAN);
        boolean givenUp = mark.alone >= TOLERATED && acknowledgements > mark.acknowledgementsWhenSuspected;
        if (givenUp) {
            marks.remove(uids.get(0));
        }
        return givenUp;
    }

    /**
     * What is held against an event.
     *
     * @param strikes messages with it that were not acknowledged
     * @param alone those that had no other event
     * @param mostTogether how many events the next message with it may have
     * @param acknowledgementsWhenSuspected how many messages had been acknowledged by the third strike
     */
    private record Mark(int strikes, int alone, int mostTogether, long acknowledgementsWhenSuspected) {
        static final Mark CLEAN = new Mark(0, 0, Integer.MAX_VALUE, 0);

        Mark struck(int together, long acknowledgements) {
            int more = strikes + 1;
            return new Mark(
                    more,
                    alone + (together == 1 ? 1 : 0),
                    more < TOLERATED ? mostTogether : Math.max(1, together / 2),
                    more <= TOLERATED ? acknowledgements : acknowledgementsWhenSuspected);
        }
    }
}
