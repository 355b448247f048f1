package io.siembridge.app.verifier;

/** Proves that a webhook comes from who holds the secret, over its raw bytes and in constant time. */
@FunctionalInterface
public interface Verifier {
    /** Total: no input makes it fail, whatever stands in the headers. */
    Verification verify(InboundWebhook webhook);
}
