package io.siembridge.app.destination.splunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.destination.HttpFault;
import io.siembridge.app.destination.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Splunk, in a thread of its own, whether what it has taken is safe: soon after sending, then less and less often.
 * Nothing is asked while nothing waits.
 */
final class AcknowledgementPoller {
    /** The most ids in one question. */
    private static final int IDS_AT_ONCE = 1000;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgementPoller.class);

    private final Acknowledgements acknowledgements;
    private final Question question;
    private final Duration shortestPause;
    private final Duration longestPause;
    private final Thread thread;
    private final Semaphore somethingWaits = new Semaphore(0);
    private final Semaphore askNow = new Semaphore(0);
    private volatile boolean closing;
    private boolean saidThatAnswersAreOdd;

    AcknowledgementPoller(
            ThreadFactory threads,
            Acknowledgements acknowledgements,
            Question question,
            Duration shortestPause,
            Duration patience) {
        this.acknowledgements = acknowledgements;
        this.question = question;
        this.shortestPause = shortestPause;
        this.longestPause = patience.compareTo(LONGEST_PAUSE) < 0 ? patience : LONGEST_PAUSE;
        this.thread = threads.newThread(this::run);
    }

    /** Asks the collector which ids of a channel are confirmed. */
    @FunctionalInterface
    interface Question {
        HecAnswer ask(Channel channel, byte[] body) throws HttpFault, InterruptedException;
    }

    /** Says that something waits for an acknowledgement now. */
    void wake() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        somethingWaits.release();
    }

    /** Asks without waiting for the pause to end. */
    void askSoon() {
        askNow.release();
    }

    /** Gives what waits a last chance of a few seconds. */
    void close() {
        closing = true;
        somethingWaits.release();
        askNow.release();
        try {
            thread.join(PATIENCE_AT_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            boolean last;
            do {
                somethingWaits.acquire();
                somethingWaits.drainPermits();
                // Read before the question: what was sent before the closing is still asked for.
                last = closing;
                askUntilNothingWaits();
            } while (!last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askUntilNothingWaits() throws InterruptedException {
        Duration pause = shortestPause;
        while (acknowledgements.waitingCount() > 0) {
            askNow.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            askNow.drainPermits();
            boolean confirmed = askOnce();
            pause = confirmed || closing ? shortestPause : longer(pause);
        }
    }

    private Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }

    /** Returns whether anything was confirmed. */
    private boolean askOnce() throws InterruptedException {
        boolean confirmed = false;
        try {
            try {
                for (Map.Entry<Channel, List<Long>> waiting :
                        acknowledgements.waitingIds().entrySet()) {
                    confirmed |= ask(waiting.getKey(), waiting.getValue());
                }
            } finally {
                acknowledgements.expire();
            }
        } catch (RuntimeException | Error e) {
            // Without this thread nothing that waits would ever be settled.
            LOG.error("Acknowledgements could not be asked for; trying again", e);
        }
        return confirmed;
    }

    private boolean ask(Channel channel, List<Long> ids) throws InterruptedException {
        boolean confirmed = false;
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(from + IDS_AT_ONCE, ids.size()));
            try {
                confirmed |= understand(channel, question.ask(channel, questionFor(some)));
            } catch (HttpFault fault) {
                giveUpIfForGood(channel, fault.outcome());
            }
        }
        return confirmed;
    }

    private boolean understand(Channel channel, HecAnswer answer) {
        if (answer.acknowledgements().isPresent()) {
            return acknowledgements.confirm(
                    channel, confirmedIds(answer.acknowledgements().get()));
        }
        if (answer.code() == HecAnswer.ACKNOWLEDGEMENT_DISABLED) {
            acknowledgements.disable();
        } else if (answer.isSuccess()) {
            sayThatAnswersAreOdd(answer);
        } else {
            giveUpIfForGood(channel, answer.fault());
        }
        return false;
    }

    /** A page of a proxy, perhaps: nobody has answered the question, so it is asked again. */
    private void sayThatAnswersAreOdd(HecAnswer answer) {
        if (!saidThatAnswersAreOdd) {
            saidThatAnswersAreOdd = true;
            LOG.warn(
                    "Asked for acknowledgements; asking again until they come or acknowledgement_timeout is over: {}",
                    answer.fault().reason());
        }
    }

    /** A passing fault leaves everything waiting: the next question may be answered. */
    private void giveUpIfForGood(Channel channel, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.PAUSED) {
            String reason = "asking for acknowledgements failed: " + outcome.reason();
            acknowledgements.giveUp(
                    channel, new Outcome(outcome.kind(), reason, outcome.peersWait(), outcome.excerpt()));
        }
    }

    private static byte[] questionFor(List<Long> ids) {
        return ids.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "{\"acks\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<Long> confirmedIds(JsonNode acks) {
        return acks.properties().stream()
                .filter(ack -> ack.getValue().asBoolean(false) && ack.getKey().matches("[0-9]{1,18}"))
                .map(ack -> Long.valueOf(ack.getKey()))
                .toList();
    }
}
