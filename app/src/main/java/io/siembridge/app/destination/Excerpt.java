package io.siembridge.app.destination;

import io.siembridge.app.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** The beginning of a peer's answer, fit to be kept and shown: bounded, on one line, without our own secrets. */
public final class Excerpt {
    /** Bytes read of any answer that is not parsed; an endless one must not fill the memory. */
    public static final int READ_LIMIT = 8 * 1024;

    private static final int SHOWN = 300;

    private Excerpt() {}

    /** Reads at most {@link #READ_LIMIT} bytes. */
    public static byte[] read(InputStream answer) throws IOException {
        return answer.readNBytes(READ_LIMIT);
    }

    public static String of(byte[] answer, Collection<Secret> secrets) {
        String text = new String(answer, 0, Math.min(answer.length, READ_LIMIT), StandardCharsets.UTF_8);
        for (Secret secret : secrets) {
            text = secret.scrub(text);
        }
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        return line.length() <= SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, SHOWN))) + "…";
    }
}
