package io.siembridge.app.watch;

import io.siembridge.app.source.AnswerHistory;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.normalizers.vendor.Patience;
import java.util.Locale;
import java.util.Optional;

/** Warns when half of the failures have happened that a vendor puts up with. */
final class FailureGuard {
    static final String KIND = "the vendor gets errors";

    /** Below it a share says nothing. */
    private static final long FEWEST = 5;

    private static final double WARN_AT = 0.5;
    /** Some way below, so that a share around the limit does not come and go. */
    private static final double CALM_AT = 0.4;

    private final AnswerHistory answers;
    private final BridgeMetrics metrics;
    private final Concerns concerns;

    FailureGuard(AnswerHistory answers, BridgeMetrics metrics, Concerns concerns) {
        this.answers = answers;
        this.metrics = metrics;
        this.concerns = concerns;
    }

    void look(SourceConfig source) {
        Patience patience = source.vendor().patience();
        AnswerHistory.Count count = answers.over(source.name(), patience.window());
        double spent = count.ratio() / patience.failures();
        boolean known = concerns.has(source.name(), KIND);
        boolean bad = count.failures() >= FEWEST && spent >= (known ? CALM_AT : WARN_AT);
        metrics.set(
                "vendor_failure_ratio",
                "Share of the vendor's webhooks that were not answered 2xx in time, over the time the vendor counts",
                count.ratio(),
                "source",
                source.name());
        metrics.set(
                "vendor_failure_limit",
                "Share of failures at which the vendor gives the receiver up",
                patience.failures(),
                "source",
                source.name());
        concerns.tell(source.name(), KIND, bad ? Optional.of(text(source, count, patience)) : Optional.empty());
    }

    private static String text(SourceConfig source, AnswerHistory.Count count, Patience patience) {
        return String.format(
                Locale.ROOT,
                "Source %s: %d of %d webhooks in %d hours got no 2xx in time (%.0f %%). %s",
                source.name(),
                count.failures(),
                count.answers(),
                patience.window().toHours(),
                100 * count.ratio(),
                patience.consequence());
    }
}
