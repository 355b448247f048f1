package io.siembridge.app.spool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;

/** Reads what several queries return. */
final class Rows {
    private final Names names;

    Rows(Names names) {
        this.names = names;
    }

    /** A row of {@code webhook} with the column {@code body}. */
    StoredWebhook webhook(ResultSet row) throws SQLException {
        return new StoredWebhook(
                row.getString("receipt"),
                names.name(row.getInt("source")),
                names.name(row.getInt("vendor")),
                names.name(row.getInt("label")),
                Instant.ofEpochMilli(row.getLong("received")),
                StoredJson.headers(row.getString("headers")),
                row.getBytes("body"),
                HexFormat.of().formatHex(row.getBytes("digest")));
    }

    static int code(DeliveryState state) {
        return switch (state) {
            case WAITING -> 0;
            case DELIVERED -> 1;
            case DEAD -> 2;
            case DISCARDED -> 3;
        };
    }

    static DeliveryState state(int code) {
        return switch (code) {
            case 0 -> DeliveryState.WAITING;
            case 1 -> DeliveryState.DELIVERED;
            case 2 -> DeliveryState.DEAD;
            case 3 -> DeliveryState.DISCARDED;
            default -> throw new IllegalStateException("The spool has a delivery in the unknown state " + code);
        };
    }

    static int code(DeadLetter.Fate fate) {
        return switch (fate) {
            case OPEN -> 0;
            case RETRIED -> 1;
            case DISCARDED -> 2;
        };
    }

    static DeadLetter.Fate fate(int code) {
        return switch (code) {
            case 0 -> DeadLetter.Fate.OPEN;
            case 1 -> DeadLetter.Fate.RETRIED;
            case 2 -> DeadLetter.Fate.DISCARDED;
            default -> throw new IllegalStateException("The spool has a dead letter of the unknown fate " + code);
        };
    }
}
