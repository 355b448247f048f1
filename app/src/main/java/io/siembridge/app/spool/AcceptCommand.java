package io.siembridge.app.spool;

import java.sql.SQLException;
import java.time.Duration;

/** A webhook waiting to be stored. */
final class AcceptCommand extends Command<Acceptance> {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Offer offer;

    AcceptCommand(Offer offer) {
        this.offer = offer;
    }

    @Override
    Acceptance apply(Transaction transaction) throws SQLException {
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
