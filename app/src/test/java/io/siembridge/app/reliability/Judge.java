package io.siembridge.app.reliability;

import io.siembridge.app.reliability.Peers.Arrival;
import io.siembridge.app.spool.DeadLetter;
import io.siembridge.app.spool.DeadLetterFilter;
import io.siembridge.app.spool.DeliveryState;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.spool.Page;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.app.spool.SpoolException;
import io.siembridge.app.spool.SpoolListener;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.spool.StoredWebhook;
import io.siembridge.app.spool.WebhookDetail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares three accounts: the sender's, the spool's and the peers'. Each promise that is broken is one line; the
 * bridge must not be running.
 */
final class Judge {
    private final Ledger ledger;
    private final Map<String, Set<Arrival>> arrivals = new HashMap<>();
    private final Map<String, Set<String>> uidsByDigest = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private final Map<String, String> digestByReceipt = new HashMap<>();
    private long copies;

    private Judge(Ledger ledger, Map<String, List<Arrival>> arrived) {
        this.ledger = ledger;
        arrived.forEach((destination, all) -> {
            Set<Arrival> distinct = new HashSet<>(all);
            arrivals.put(destination, distinct);
            copies += all.size() - distinct.size();
        });
        ledger.everything().forEach(sent -> uidsByDigest.put(sent.digest(), sent.uids()));
    }

    /** What the judge found. */
    record Verdict(List<String> broken, Map<String, DestinationTally> tallies, long copies) {
        @Override
        public String toString() {
            return tallies.values() + ", " + copies + " events more than once at a peer" + ", broken: " + broken;
        }
    }

    /**
     * Judges.
     *
     * @param mayBeRemoved whether retention may have removed what was delivered everywhere
     */
    static Verdict judge(Path spoolFile, Ledger ledger, Map<String, List<Arrival>> arrived, boolean mayBeRemoved)
            throws SpoolException {
        SpoolConfig config = new SpoolConfig(spoolFile, Duration.ofDays(7), 1L << 40, 0);
        Judge judge = new Judge(ledger, arrived);
        try (Spool spool =
                new SqliteSpool(config, InstantSource.system(), new SpoolListener() {}, any -> Duration.ofHours(2))) {
            spool.open();
            judge.broken.addAll(spool.check());
            judge.readStored(spool);
            Map<String, DestinationTally> tallies = spool.tallies();
            judge.books(tallies);
            ledger.promises().forEach((receipt, sent) -> judge.promise(spool, receipt, sent, mayBeRemoved));
            judge.nothingInvented();
            return new Verdict(List.copyOf(judge.broken), tallies, judge.copies);
        }
    }

    private void readStored(Spool spool) {
        Map<String, String> receiptByDigest = new HashMap<>();
        Optional<String> after = Optional.empty();
        Page<StoredWebhook> page = spool.webhooksAfter(after, 200);
        while (!page.items().isEmpty()) {
            for (StoredWebhook stored : page.items()) {
                digestByReceipt.put(stored.webhook(), stored.bodySha256());
                if (ledger.withDigest(stored.bodySha256()).isEmpty()) {
                    broken.add(stored.webhook() + " was never sent");
                }
                String first = receiptByDigest.putIfAbsent(stored.bodySha256(), stored.webhook());
                if (first != null) {
                    broken.add(stored.webhook() + " is the same delivery as " + first);
                }
            }
            page = spool.webhooksAfter(page.next(), 200);
        }
    }

    private void books(Map<String, DestinationTally> tallies) {
        for (String destination : arrivals.keySet()) {
            DestinationTally tally = tallies.get(destination);
            if (tally == null) {
                broken.add("no books for " + destination);
            } else if (!tally.closes()) {
                broken.add("the books of " + destination + " do not close: " + tally);
            } else if (tally.owed() < ledger.promises().size()) {
                broken.add(destination + " is owed " + tally.owed() + " of "
                        + ledger.promises().size() + " promised");
            }
        }
    }

    private void promise(Spool spool, String receipt, Sent sent, boolean mayBeRemoved) {
        Optional<WebhookDetail> found = spool.webhook(receipt);
        if (found.isEmpty()) {
            boolean everywhere =
                    arrivals.keySet().stream().allMatch(destination -> arrived(destination, receipt, sent));
            if (!mayBeRemoved || !everywhere) {
                broken.add(receipt + " was answered 200 and is not in the spool");
            }
            return;
        }
        StoredWebhook stored = found.get().webhook();
        if (!Arrays.equals(stored.body(), sent.body()) || !stored.source().equals(sent.source())) {
            broken.add(receipt + " is not what was sent");
        }
        Map<String, DeliveryState> states = found.get().deliveries().stream()
                .collect(Collectors.toMap(
                        WebhookDetail.DeliveryDetail::destination, WebhookDetail.DeliveryDetail::state));
        for (String destination : arrivals.keySet()) {
            DeliveryState state = states.get(destination);
            if (state == null) {
                broken.add(receipt + " is not owed to " + destination);
            } else {
                state(spool, receipt, sent, destination, state);
            }
        }
    }

    private void state(Spool spool, String receipt, Sent sent, String destination, DeliveryState state) {
        boolean kept = switch (state) {
            case WAITING -> true;
            case DELIVERED -> arrived(destination, receipt, sent);
            case DEAD -> isDeadWithReason(spool, receipt, destination);
            case DISCARDED -> false;
        };
        if (!kept) {
            broken.add(receipt + " is " + state + " at " + destination + ", where it has not arrived or for no reason");
        }
    }

    private static boolean isDeadWithReason(Spool spool, String receipt, String destination) {
        DeadLetterFilter filter = new DeadLetterFilter(
                Optional.empty(),
                Optional.of(destination),
                Optional.of(receipt),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        List<DeadLetter> letters =
                spool.deadLetters(filter, Optional.empty(), 10).items();
        return !letters.isEmpty()
                && letters.stream().noneMatch(letter -> letter.reason().isBlank());
    }

    private boolean arrived(String destination, String receipt, Sent sent) {
        Set<Arrival> there = arrivals.getOrDefault(destination, Set.of());
        return uidsByDigest.getOrDefault(sent.digest(), Set.of()).stream()
                .allMatch(uid -> there.contains(new Arrival(receipt, uid)));
    }

    /**
     * Every event at a peer has a uid that follows from bytes that were sent, those of its own receipt if it is still
     * known.
     */
    private void nothingInvented() {
        Set<String> known = uidsByDigest.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
        arrivals.forEach((destination, all) -> all.forEach(arrival -> {
            String digest = digestByReceipt.get(arrival.receipt());
            Set<String> allowed = digest == null ? known : uidsByDigest.getOrDefault(digest, Set.of());
            if (!allowed.contains(arrival.uid())) {
                broken.add(destination + " got an event that nobody sent: " + arrival);
            }
        }));
    }
}
