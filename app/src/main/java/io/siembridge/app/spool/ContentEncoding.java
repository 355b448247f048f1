package io.siembridge.app.spool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How a body is wrapped on the wire. Bodies are stored as they came and unwrapped when they are read. */
public enum ContentEncoding {
    IDENTITY,
    GZIP;

    private static final int BUFFER = 16 * 1024;

    /** The encoding a {@code Content-Encoding} header names; empty for one we do not unwrap, or for several. */
    public static Optional<ContentEncoding> named(String headerValue) {
        return switch (headerValue.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Optional.of(IDENTITY);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            default -> Optional.empty();
        };
    }

    /**
     * The unwrapped body, read to a limit: one byte more than the limit means that it is larger. Only one layer is
     * unwrapped, whatever is inside.
     *
     * @throws IOException when the body is not what its encoding says
     */
    public byte[] unwrap(byte[] body, long limit) throws IOException {
        if (this == IDENTITY) {
            return body;
        }
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(body), BUFFER)) {
            return stream.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
        }
    }
}
