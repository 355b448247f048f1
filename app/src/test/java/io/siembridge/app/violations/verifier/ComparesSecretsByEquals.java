package io.siembridge.app.violations.verifier;

/** Compares a secret as it must not be, to show that the rule sees it. */
public final class ComparesSecretsByEquals {
    public boolean matches(String secret, String given) {
        return secret.equals(given);
    }
}
