package io.siembridge.app.verifier;

import java.util.Optional;

/** Either a verified webhook or the reason why it is none. */
public record Verification(Optional<VerifiedWebhook> webhook, Optional<RejectReason> rejection) {
    static Verification of(VerifiedWebhook webhook) {
        return new Verification(Optional.of(webhook), Optional.empty());
    }

    static Verification rejected(RejectReason reason) {
        return new Verification(Optional.empty(), Optional.of(reason));
    }
}
