package io.siembridge.app.source;

import java.time.Duration;
import java.util.Map;

/**
 * How long a vendor waits for an answer and how many failures it puts up with, as far as its documentation says.
 *
 * @param answerWithin a later answer is a failure to the vendor
 * @param failures the share of failures at which it gives the receiver up
 * @param window over which it counts them
 * @param consequence one sentence for an operator
 */
public record VendorPatience(Duration answerWithin, double failures, Duration window, String consequence) {
    /** The strictest that any vendor publishes, for those that publish nothing. */
    private static final VendorPatience UNPUBLISHED = new VendorPatience(
            Duration.ofSeconds(10),
            0.6,
            Duration.ofHours(12),
            "It is not published whether its vendor sends them again");

    private static final Map<String, VendorPatience> PUBLISHED = Map.of(
            "wallarm",
            new VendorPatience(
                    Duration.ofSeconds(15),
                    0.6,
                    Duration.ofHours(12),
                    "Wallarm switches an integration off at 60 % in 12 hours"),
            "soda",
            new VendorPatience(
                    Duration.ofSeconds(10), 0.6, Duration.ofHours(12), "Soda is not known to send anything twice"),
            "soveren",
            new VendorPatience(
                    Duration.ofSeconds(10),
                    0.6,
                    Duration.ofHours(12),
                    "Soveren shows an integration as failed when nothing gets through for 15 minutes"));

    /** @param vendor its id */
    public static VendorPatience of(String vendor) {
        return PUBLISHED.getOrDefault(vendor, UNPUBLISHED);
    }
}
