package io.siembridge.app.destination.syslog;

/**
 * What becomes of an attribute when its line is too long.
 *
 * @param rank lower goes first, and of one rank the last in the line; 0 never goes
 * @param shortens whether its value is shortened, and only left out if nothing of it can stay
 */
public record Shedding(int rank, boolean shortens) {
    /** Part of what every line must carry. */
    public static final Shedding NEVER = new Shedding(0, false);

    public static Shedding leftOut(int rank) {
        return new Shedding(rank, false);
    }

    public static Shedding shortened(int rank) {
        return new Shedding(rank, true);
    }
}
