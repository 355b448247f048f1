package io.siembridge.normalizers.ocsf;

import java.nio.ByteBuffer;

/**
 * Halves of surrogate pairs in JSON text. JSON can spell them as an escape, but they are no characters: strict readers
 * refuse them together with everything around them, and some refuse them in names only.
 */
public final class HalfPairs {
    private static final byte[] REPLACEMENT = {'F', 'F', 'F', 'D'};

    private HalfPairs() {}

    /**
     * Makes U+FFFD of each escape that is half a pair, in place; no other byte changes, and none moves.
     *
     * @param json JSON text that spells surrogates as escapes
     */
    public static void replaceIn(byte[] json) {
        for (int at = 0; at + 5 < json.length; at++) {
            if (json[at] == '\\') {
                boolean high = isSurrogate(json, at, '8', 'b');
                if (high && isSurrogate(json, at + 6, 'c', 'f')) {
                    at += 10;
                } else if (high || isSurrogate(json, at, 'c', 'f')) {
                    ByteBuffer.wrap(json).put(at + 2, REPLACEMENT);
                }
                at++;
            }
        }
    }

    /** Whether an escape of D and a hexadecimal digit within a range begins here. */
    private static boolean isSurrogate(byte[] json, int at, char first, char last) {
        if (at + 5 >= json.length || json[at] != '\\' || json[at + 1] != 'u' || (json[at + 2] | 0x20) != 'd') {
            return false;
        }
        int digit = Character.digit(json[at + 3], 16);
        return digit >= Character.digit(first, 16) && digit <= Character.digit(last, 16);
    }
}
