package io.siembridge.app.watch;

import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.spool.LedgerEntry;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.WebhookFilter;
import io.siembridge.app.spool.WebhookSummary;
import io.siembridge.app.telemetry.BridgeMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Warns when a source has sent nothing for much longer than it ever did. What is usual is learnt from the hours of the ledger,
 * and nothing is said of a source that it does not know well enough. With a canary it is known how often something is due.
 */
final class SilenceGuard {
    static final String KIND = "the source is silent";

    private static final Set<String> TRAFFIC = Set.of("accepted", "duplicate");
    private static final Duration LEARNT_FROM = Duration.ofDays(14);
    private static final Duration LEARNT_AGAIN = Duration.ofHours(1);
    private static final Duration KNOWN_FOR = Duration.ofDays(3);
    private static final int FEWEST_HOURS = 24;
    private static final Duration LEAST = Duration.ofHours(1);

    private static final Duration CANARY_MAY_TAKE = Duration.ofMinutes(1);

    private final Spool spool;
    private final InstantSource clock;
    private final BridgeMetrics metrics;
    private final Concerns concerns;
    private List<LedgerEntry> ledger = List.of();
    private final Map<String, Instant> canariesSince = new HashMap<>();
    private Instant learnt = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;

    SilenceGuard(Spool spool, InstantSource clock, BridgeMetrics metrics, Concerns concerns) {
        this.spool = spool;
        this.clock = clock;
        this.metrics = metrics;
        this.concerns = concerns;
    }

    /** Counts no silence before this: nothing could come while the bridge was down. */
    void countFrom(Instant start) {
        notBefore = start;
    }

    /** Forgets those that are gone. */
    void keep(Set<String> sources) {
        canariesSince.keySet().retainAll(sources);
    }

    void look(SourceConfig source) {
        Instant now = clock.instant();
        Optional<String> text = source.canary().isPresent()
                ? withCanary(source, source.canary().get(), now)
                : withoutCanary(source, now);
        metrics.set(
                "source_silent",
                "Whether a source has sent nothing for much longer than usual",
                text.isPresent() ? 1 : 0,
                "source",
                source.name());
        concerns.tell(source.name(), KIND, text);
    }

    /** Canaries say by themselves how long a pause may be. What the vendor sends is not told apart from them. */
    private Optional<String> withCanary(SourceConfig source, Duration period, Instant now) {
        Instant since = canariesSince.computeIfAbsent(source.name(), any -> now);
        Instant last = last(source.name()).filter(since::isBefore).orElse(since);
        Duration silence = Duration.between(last, now);
        return silence.compareTo(period.multipliedBy(2).plus(CANARY_MAY_TAKE)) <= 0
                ? Optional.empty()
                : Optional.of("Source " + source.name() + " has stored nothing for " + silence.toMinutes()
                        + " minutes, not even its own canary, which is due every " + period.toSeconds() + " seconds");
    }

    private Optional<String> withoutCanary(SourceConfig source, Instant now) {
        canariesSince.remove(source.name());
        learn(now);
        Optional<Duration> limit = limit(source.name(), now);
        Optional<Duration> silence = limit.isEmpty()
                ? Optional.empty()
                : last(source.name()).map(last -> Duration.between(last.isBefore(notBefore) ? notBefore : last, now));
        return silence.filter(since -> since.compareTo(limit.orElseThrow()) > 0)
                .map(since -> "Source " + source.name() + " has sent nothing for " + hours(since)
                        + "; in the last two weeks it was never silent for more than "
                        + hours(limit.orElseThrow().dividedBy(2)));
    }

    private void learn(Instant now) {
        if (Duration.between(learnt, now).compareTo(LEARNT_AGAIN) >= 0) {
            ledger = spool.ledger(now.minus(LEARNT_FROM), now).stream()
                    .filter(entry -> entry.destination().isEmpty() && TRAFFIC.contains(entry.measure()))
                    .toList();
            learnt = now;
        }
    }

    /** Twice the longest pause; empty while too little is known. */
    private Optional<Duration> limit(String source, Instant now) {
        List<Instant> hours = ledger.stream()
                .filter(entry -> entry.source().equals(source) && entry.count() > 0)
                .map(LedgerEntry::hour)
                .distinct()
                .sorted()
                .toList();
        if (hours.size() < FEWEST_HOURS || hours.get(0).isAfter(now.minus(KNOWN_FOR))) {
            return Optional.empty();
        }
        Duration longest = LEAST;
        for (int i = 1; i < hours.size(); i++) {
            Duration pause = Duration.between(hours.get(i - 1), hours.get(i));
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        return Optional.of(longest.multipliedBy(2));
    }

    private Optional<Instant> last(String source) {
        WebhookFilter ofSource = new WebhookFilter(
                Optional.of(source),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return spool.webhooks(ofSource, Optional.empty(), 1).items().stream()
                .findFirst()
                .map(WebhookSummary::received);
    }

    private static String hours(Duration time) {
        return time.toHours() == 1 ? "an hour" : time.toHours() + " hours";
    }
}
