package io.siembridge.app.verifier;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The one way secrets are compared: how long it takes does not tell how much of a guess was right. */
public final class ConstantTime {
    private ConstantTime() {}

    public static boolean equal(byte[] expected, byte[] given) {
        return MessageDigest.isEqual(expected, given);
    }

    public static boolean equal(String expected, String given) {
        return equal(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
