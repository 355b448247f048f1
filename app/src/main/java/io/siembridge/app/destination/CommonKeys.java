package io.siembridge.app.destination;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keys that every destination has; the worker reads them, not the destination. */
public final class CommonKeys {
    /** Which kind of destination it is. */
    public static final Key<String> TYPE = Key.required(
            "type", ValueTypes.text(), "Kind of destination, such as splunk-hec, qradar, fluentd or file.");

    private static final Key<Duration> MAX_AGE = Key.withDefault(
            "max_age",
            ValueTypes.duration(),
            "0s",
            "How long a delivery is tried before it becomes a dead letter; 0s means for ever.");
    private static final Key<Integer> MAX_ATTEMPTS = Key.withDefault(
            "max_attempts",
            ValueTypes.integer(0, 1_000_000),
            "0",
            "How many times a delivery is tried before it becomes a dead letter; 0 means without limit.");

    /** When deliveries are given up. */
    public static final Key<Retry> RETRY = Key.orElse(
            "retry",
            Section.of(values -> new Retry(values.get(MAX_AGE), values.get(MAX_ATTEMPTS)), MAX_AGE, MAX_ATTEMPTS),
            new Retry(Duration.ZERO, 0),
            "When a delivery that keeps failing is given up.");

    /** The most events in a second. */
    public static final Key<Optional<Double>> RATE =
            Key.optional("rate", ValueTypes.rate(), "The most events to send in a time, such as 1000/s.");

    public static final List<Key<?>> ALL = List.of(TYPE, RETRY, RATE);

    private CommonKeys() {}

    /**
     * When to give up.
     *
     * @param maxAge zero for no limit
     * @param maxAttempts zero for no limit
     */
    public record Retry(Duration maxAge, int maxAttempts) {}
}
