package io.siembridge.normalizers.vendor;

import java.time.Duration;

/**
 * How long a vendor waits for an answer and how many failures it puts up with, as far as its documentation says.
 *
 * @param answerWithin a later answer is a failure to the vendor
 * @param failures the share of failures at which it gives the receiver up
 * @param window over which it counts them
 * @param consequence one sentence for an operator
 */
public record Patience(Duration answerWithin, double failures, Duration window, String consequence) {
    /** The strictest that any vendor publishes, for those that publish nothing. */
    public static final Patience UNPUBLISHED = new Patience(
            Duration.ofSeconds(10),
            0.6,
            Duration.ofHours(12),
            "It is not published whether its vendor sends them again");
}
