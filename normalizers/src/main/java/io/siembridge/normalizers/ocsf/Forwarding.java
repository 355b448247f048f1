package io.siembridge.normalizers.ocsf;

/** Why an event exists, for the switches that decide whether it is forwarded. */
public enum Forwarding {
    /** Something an analyst acts on or audits; always forwarded. */
    ALWAYS,
    /** A vendor's test delivery: the test button, a ping, a set-up check. */
    TEST,
    /** A scan that found nothing to report by itself. */
    SCAN,
    /** Counts over time, such as requests per hour. */
    STATISTICS
}
