package io.siembridge.app.spool;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A webhook waiting to be stored. */
final class AcceptCommand extends Command<Acceptance> {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Offer offer;
    private final Optional<Instant> reportedUntil;

    AcceptCommand(Offer offer) {
        this(offer, Optional.empty());
    }

    private AcceptCommand(Offer offer, Optional<Instant> reportedUntil) {
        this.offer = offer;
        this.reportedUntil = reportedUntil;
    }

    /** One that moves on how far reports go, too. */
    static AcceptCommand ofReport(Offer offer, Instant until) {
        return new AcceptCommand(offer, Optional.of(until));
    }

    @Override
    Acceptance apply(Transaction transaction) throws SQLException {
        reportedUntil.ifPresent(until -> Notes.write(transaction.handle(), Notes.REPORTED, until.toEpochMilli()));
        return transaction.session().acceptor().accept(transaction, offer);
    }

    @Override
    int rows() {
        return 1;
    }

    int bytes() {
        return offer.webhook().body().length;
    }

    String source() {
        return offer.webhook().source();
    }

    @Override
    void fail(SpoolException cause) {
        answer().complete(Acceptance.refused(Acceptance.Reason.WRITE_FAILED, AFTER_FAILURE));
    }
}
