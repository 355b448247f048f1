package io.siembridge.app.destination.splunk;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import io.siembridge.app.destination.splunk.Channel.Waiting;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that Splunk has taken and not yet confirmed. Each is reported once: accepted when it is confirmed; to be sent
 * again when that does not come in time, or cannot come any more because the indexer that would know is lost.
 *
 * <p>Used by the thread that sends and by the one that asks. Outcomes are reported outside the lock.
 */
final class Acknowledgements {
    /** The most batches that wait at a time; Splunk itself holds a million to a channel. */
    static final int MOST_WAITING = 10_000;

    /** A load balancer whose cookie is another in every answer says nothing by it. */
    private static final int MOVES_BELIEVED = 3;

    private static final Outcome LOST =
            Outcome.retry("the indexer that would have acknowledged it is out of reach; it is sent again");

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

    private final String destination;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;

    private final Set<Channel> awaited = new LinkedHashSet<>();
    private Channel current;
    private int movesSinceConfirmation;
    private boolean believesCookies = true;
    private boolean disabled;
    private boolean closed;

    /** @param nanoTime a clock that nobody can set, or what is not confirmed would wait as long as it was set back */
    Acknowledgements(String destination, Duration patience, LongSupplier nanoTime, RandomGenerator random) {
        this.destination = destination;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.random = random;
        this.current = Channel.open(random);
    }

    /** The channel to send on. */
    synchronized Channel current() {
        return current;
    }

    synchronized int waitingCount() {
        return awaited.stream().mapToInt(Channel::waitingCount).sum();
    }

    /** What to ask for, oldest first. */
    synchronized Map<Channel, List<Long>> waitingIds() {
        Map<Channel, List<Long>> ids = new LinkedHashMap<>();
        awaited.forEach(channel -> ids.put(channel, channel.waitingIds()));
        return ids;
    }

    /** The {@code Cookie} header for the next request on a channel; empty text for none. */
    synchronized String cookies(Channel channel) {
        return channel.cookieHeader();
    }

    /** Takes note of an answer on a channel, by whose cookies a load balancer may have led us to another indexer. */
    void answered(Channel channel, HttpHeaders headers) {
        settle(movedBy(channel, headers), LOST);
    }

    private synchronized List<Waiting> movedBy(Channel channel, HttpHeaders headers) {
        if (!channel.leadsElsewhere(headers) || channel.isLost() || !believesCookies) {
            return List.of();
        }
        believesCookies = ++movesSinceConfirmation < MOVES_BELIEVED;
        if (!believesCookies) {
            LOG.warn(
                    "The load balancer before {} changes its cookie in every answer, so the cookie is not taken for a"
                            + " change of the indexer any more",
                    destination);
        }
        return lose(channel);
    }

    /** Waits for the acknowledgement of a batch that was taken. */
    void await(Channel channel, long ackId, List<Integer> places, Outcomes outcomes) {
        Waiting batch = new Waiting(places, outcomes, nanoTime.getAsLong() + patience.toNanos());
        List<Waiting> lost = new ArrayList<>();
        Outcome outcome = LOST;
        synchronized (this) {
            if (disabled) {
                lost.add(batch);
                outcome = Outcome.accepted();
            } else if (closed || channel.isLost()) {
                lost.add(batch);
            } else if (!channel.continuesWith(ackId)) {
                // The indexer started again: whatever it knew is gone, and ids would be mistaken for one another.
                lost.add(batch);
                lost.addAll(lose(channel));
            } else {
                channel.waitFor(ackId, batch);
                awaited.add(channel);
            }
        }
        settle(lost, outcome);
    }

    /** Returns whether any of these was still waited for. */
    boolean confirm(Channel channel, Collection<Long> ackIds) {
        List<Waiting> confirmed = new ArrayList<>();
        synchronized (this) {
            ackIds.forEach(id -> channel.take(id).ifPresent(confirmed::add));
            movesSinceConfirmation = confirmed.isEmpty() ? movesSinceConfirmation : 0;
            forgetEmpty();
        }
        settle(confirmed, Outcome.accepted());
        return !confirmed.isEmpty();
    }

    /** Gives up on what was not confirmed in time, and goes on with a new channel if that was the current one. */
    void expire() {
        long now = nanoTime.getAsLong();
        List<Waiting> expired = new ArrayList<>();
        synchronized (this) {
            for (Channel channel : awaited) {
                List<Waiting> ofChannel = channel.takeExpired(now);
                if (!ofChannel.isEmpty() && channel == current) {
                    current = Channel.open(random);
                }
                expired.addAll(ofChannel);
            }
            forgetEmpty();
        }
        settle(expired, Outcome.retry("not acknowledged within " + patience.toSeconds() + " s; it is sent again"));
    }

    /** Reports all that waits on a channel. */
    void giveUp(Channel channel, Outcome outcome) {
        List<Waiting> given;
        synchronized (this) {
            given = lose(channel);
        }
        settle(given, outcome);
    }

    /** The token turned out to have no acknowledgement: being taken is all that can be said of an event. */
    void disable() {
        List<Waiting> taken;
        synchronized (this) {
            disabled = true;
            taken = takeAll();
        }
        LOG.warn("The token of {} has no acknowledgement enabled; events count as delivered when taken", destination);
        settle(taken, Outcome.accepted());
    }

    void close() {
        List<Waiting> left;
        synchronized (this) {
            closed = true;
            left = takeAll();
        }
        settle(left, Outcome.retry("the bridge stopped before it was acknowledged"));
    }

    private List<Waiting> takeAll() {
        List<Waiting> all = new ArrayList<>();
        awaited.forEach(channel -> all.addAll(channel.takeAll()));
        awaited.clear();
        return all;
    }

    private List<Waiting> lose(Channel channel) {
        channel.lose();
        awaited.remove(channel);
        if (channel == current) {
            current = Channel.open(random);
        }
        return channel.takeAll();
    }

    private void forgetEmpty() {
        awaited.removeIf(channel -> channel.waitingCount() == 0);
    }

    private static void settle(List<Waiting> batches, Outcome outcome) {
        batches.forEach(batch -> batch.report(outcome));
    }
}
