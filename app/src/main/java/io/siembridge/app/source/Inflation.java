package io.siembridge.app.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What is inside a gzip body. Anybody can send one that inflates a thousandfold, so what is only measured is not kept, and
 * what is kept counts among the bytes in flight.
 */
final class Inflation {
    private static final int BUFFER = 16 * 1024;

    private final long maxBody;
    private final BytesInFlight inFlight;

    Inflation(long maxBody, BytesInFlight inFlight) {
        this.maxBody = maxBody;
        this.inFlight = inFlight;
    }

    /** What came of inflating. */
    enum Result {
        INFLATED,
        NOT_GZIP,
        TOO_LARGE,
        NO_ROOM
    }

    /** @param body empty unless inflated and kept; its room is given back with {@link #release} */
    record Inflated(Result result, Optional<byte[]> body) {
        private static Inflated nothing(Result result) {
            return new Inflated(result, Optional.empty());
        }
    }

    /** Whether the inflated body is within the limit. */
    Result measure(byte[] gzip) {
        long length = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = open(gzip)) {
            for (int n = stream.read(buffer); n >= 0 && length <= maxBody; n = stream.read(buffer)) {
                length += n;
            }
            return length > maxBody ? Result.TOO_LARGE : Result.INFLATED;
        } catch (IOException notGzip) {
            return Result.NOT_GZIP;
        }
    }

    /** The inflated body, for which room is taken among the bytes in flight of a source. */
    Inflated inflate(String source, byte[] gzip) {
        CollectedBody body = new CollectedBody();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = open(gzip)) {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                if (body.length() + n > maxBody) {
                    return givenUp(source, body, Result.TOO_LARGE);
                }
                if (!inFlight.take(source, n)) {
                    return givenUp(source, body, Result.NO_ROOM);
                }
                body.add(ByteBuffer.wrap(buffer, 0, n));
            }
            return new Inflated(Result.INFLATED, Optional.of(body.join()));
        } catch (IOException notGzip) {
            return givenUp(source, body, Result.NOT_GZIP);
        }
    }

    private Inflated givenUp(String source, CollectedBody body, Result why) {
        inFlight.giveBack(source, body.length());
        return Inflated.nothing(why);
    }

    /** Gives back the room of an inflated body that is no longer needed. */
    void release(String source, Inflated inflated) {
        inflated.body().ifPresent(body -> inFlight.giveBack(source, body.length));
    }

    private static InputStream open(byte[] gzip) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER);
    }
}
