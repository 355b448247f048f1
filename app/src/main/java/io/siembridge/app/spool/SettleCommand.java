package io.siembridge.app.spool;

import java.sql.SQLException;
import java.util.List;

/** Settlements of one attempt, recorded together. */
final class SettleCommand extends Command<Integer> {
    private final List<Settlement> settlements;

    SettleCommand(List<Settlement> settlements) {
        this.settlements = List.copyOf(settlements);
    }

    @Override
    Integer apply(Transaction transaction) throws SQLException {
        transaction.session().settler().settle(transaction, settlements);
        return settlements.size();
    }

    @Override
    int rows() {
        return settlements.size();
    }

    @Override
    int settlements() {
        return settlements.size();
    }
}
