package io.siembridge.app.report;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.spool.Acceptance;
import io.siembridge.app.spool.LedgerEntry;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.app.verifier.InboundWebhook;
import io.siembridge.app.verifier.NoVerifier;
import io.siembridge.app.verifier.VerifiedWebhook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports every hour once. A report is stored in one transaction with the hour it goes up to (docs/decisions/0016), so
 * no end of the process can skip an hour or count it twice; from there it is a webhook like any other.
 */
public final class Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    /** Transactions that began within an hour count for it, and may end a little later. */
    private static final Duration GRACE = Duration.ofMinutes(1);
    /** How far back hours are made up for, after a stop or after reports were switched off. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Spool spool;
    private final InstantSource clock;
    private final String bridge;
    private final Supplier<Wanted> wanted;
    private final NoVerifier own = NoVerifier.ofOwn(new ReportVendor());
    private Instant reported = Instant.MIN;

    /**
     * What the configuration says.
     *
     * @param sources those that are reported even in an hour in which nothing came
     * @param destinations where reports go; none if there are to be no reports
     */
    public record Wanted(Set<String> sources, List<String> destinations) {
        public Wanted {
            sources = Set.copyOf(sources);
            destinations = List.copyOf(destinations);
        }
    }

    /**
     * Makes one; nothing happens until it is asked to look.
     *
     * @param bridge what tells this bridge from others that report to the same SIEM
     * @param wanted asked each time, because a reload changes it
     */
    public Reporter(Spool spool, InstantSource clock, String bridge, Supplier<Wanted> wanted) {
        this.spool = spool;
        this.clock = clock;
        this.bridge = bridge;
        this.wanted = wanted;
    }

    /** Reports the hours that are over and not reported yet. To be called every now and then. */
    public void look() {
        Wanted now = wanted.get();
        Instant until = clock.instant().minus(GRACE).truncatedTo(ChronoUnit.HOURS);
        boolean due = !now.destinations().isEmpty() && reported.isBefore(until);
        // One that is refused is counted as such, so it is not even tried while that is to be expected.
        if (due && spool.health().accepts()) {
            Instant from = begin(until);
            if (!from.isBefore(until) || store(report(from, until, now), now, until)) {
                reported = until;
            }
        }
    }

    /** Where the last report ended; the first one is of one hour. A time far ahead is that of a clock that went wrong. */
    private Instant begin(Instant until) {
        Instant earliest = until.minus(LONGEST);
        return spool.reportedUntil()
                .filter(last -> last.isBefore(until.plus(Duration.ofDays(1))))
                .map(last -> last.isBefore(earliest) ? earliest : last)
                .orElse(until.minus(1, ChronoUnit.HOURS));
    }

    private LedgerReport report(Instant from, Instant until, Wanted now) {
        LedgerReport report = new LedgerReport(bridge);
        Map<Instant, List<LedgerEntry>> byHour =
                spool.ledger(from, until).stream().collect(Collectors.groupingBy(LedgerEntry::hour));
        Instant last = until.minus(1, ChronoUnit.HOURS);
        for (Instant hour = from; hour.isBefore(until); hour = hour.plus(1, ChronoUnit.HOURS)) {
            // In earlier hours without any entry the bridge was not running.
            report.hour(hour, byHour.getOrDefault(hour, List.of()), hour.equals(last) ? now.sources() : Set.of());
        }
        report.books(last, spool.tallies());
        return report;
    }

    private boolean store(LedgerReport report, Wanted now, Instant until) {
        InboundWebhook inbound = new InboundWebhook(
                ReportVendor.ID,
                ReportVendor.ID,
                Map.of(ReportVendor.UNTIL, List.of(until.toString())),
                report.bytes(),
                clock.instant());
        Optional<VerifiedWebhook> webhook = own.verify(inbound).webhook();
        Acceptance stored = spool.acceptReport(webhook.orElseThrow(), now.destinations(), until)
                .join();
        LOG.debug("Reported the ledger until {}", until, kv(LogFields.WEBHOOK, stored.webhook()));
        return stored.kind() != Acceptance.Kind.REFUSED;
    }
}
