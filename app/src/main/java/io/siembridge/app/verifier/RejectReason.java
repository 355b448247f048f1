package io.siembridge.app.verifier;

/** Why a webhook is not authentic. Told to the log and a metric, never to the sender. */
public enum RejectReason {
    HEADER_MISSING("the header that carries the proof is missing"),
    HEADER_REPEATED("the header that carries the proof stands there more than once"),
    PREFIX_MISSING("the signature does not begin with the configured prefix"),
    NOT_A_DIGEST("the signature is not a digest of the configured encoding and length"),
    DIGEST_MISMATCH("the signature is not of these bytes under any configured secret"),
    TOKEN_MISMATCH("the token is none of the configured ones");

    private final String explanation;

    RejectReason(String explanation) {
        this.explanation = explanation;
    }

    /** A clause for a log line. */
    public String explanation() {
        return explanation;
    }
}
