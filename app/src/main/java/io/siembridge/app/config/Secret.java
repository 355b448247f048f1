package io.siembridge.app.config;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A value that is never printed: whoever needs it must ask for it by name. */
public final class Secret {
    private static final String STARS = "********";

    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** The secret itself. Never log, print or put it into a message. */
    public String reveal() {
        return value;
    }

    /** The secret as UTF-8 bytes, untrimmed: a key is exactly what was configured. */
    public byte[] revealBytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** The text with every occurrence of this secret replaced by stars. */
    public String scrub(String text) {
        return value.isEmpty() ? text : text.replace(value, STARS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return STARS;
    }
}
