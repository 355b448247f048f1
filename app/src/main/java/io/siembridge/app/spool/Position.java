package io.siembridge.app.spool;

/**
 * A webhook's place in the order of receipt. Times alone do not tell webhooks apart, and numbers alone are not in the order of times
 * when the clock was set.
 */
record Position(long received, long seq) {
    /** Before every webhook. */
    static final Position START = new Position(Long.MIN_VALUE, 0);

    /** Reads what {@link #toString} wrote; anything else stands before everything. */
    static Position parse(String cursor) {
        String[] parts = cursor.split("-", 2);
        return parts.length == 2 ? new Position(Cursors.number(parts[0]), Cursors.number(parts[1])) : START;
    }

    @Override
    public String toString() {
        return received + "-" + seq;
    }
}
