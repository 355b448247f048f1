package io.siembridge.app.telemetry;

/** Names of log fields, the same wherever they are logged. */
public final class LogFields {
    public static final String SOURCE = "source";
    public static final String VENDOR = "vendor";
    public static final String WEBHOOK = "webhook";
    public static final String DESTINATION = "destination";
    public static final String ATTEMPT = "attempt";
    public static final String REASON = "reason";
    public static final String SENDER = "sender";
    /** How many lines like this one were left out before it. */
    public static final String UNLOGGED = "unlogged";

    private LogFields() {}
}
