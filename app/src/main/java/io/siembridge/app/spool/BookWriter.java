package io.siembridge.app.spool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes what a transaction adds to the tallies and the ledger. */
final class BookWriter {
    private final PreparedStatement tally;
    private final PreparedStatement ledger;

    BookWriter(Connection connection) throws SQLException {
        tally = connection.prepareStatement("""
                INSERT INTO tally (destination, owed, delivered, waiting, dead, discarded, delivered_removed, discarded_removed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET owed = owed + excluded.owed, delivered = delivered + excluded.delivered,
                waiting = waiting + excluded.waiting, dead = dead + excluded.dead, discarded = discarded + excluded.discarded,
                delivered_removed = delivered_removed + excluded.delivered_removed,
                discarded_removed = discarded_removed + excluded.discarded_removed""");
        ledger = connection.prepareStatement("""
                INSERT INTO ledger (hour, source, destination, measure, count) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + excluded.count""");
    }

    void tally(int destination, Tally change) throws SQLException {
        tally.setInt(1, destination);
        tally.setLong(2, change.owed());
        tally.setLong(3, change.delivered());
        tally.setLong(4, change.waiting());
        tally.setLong(5, change.dead());
        tally.setLong(6, change.discarded());
        tally.setLong(7, change.deliveredRemoved());
        tally.setLong(8, change.discardedRemoved());
        tally.executeUpdate();
    }

    void count(long hour, int source, int destination, Measure measure, long count) throws SQLException {
        ledger.setLong(1, hour);
        ledger.setInt(2, source);
        ledger.setInt(3, destination);
        ledger.setString(4, measure.word());
        ledger.setLong(5, count);
        ledger.executeUpdate();
    }
}
