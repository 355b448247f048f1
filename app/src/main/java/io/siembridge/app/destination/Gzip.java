package io.siembridge.app.destination;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses requests, and reads answers that came compressed without being asked for. */
public final class Gzip {
    private static final int BUFFER_BYTES = 8 * 1024;

    private Gzip() {}

    public static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4);
        try (OutputStream gzip = new Fast(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory could not be written to", impossible);
        }
        return compressed.toByteArray();
    }

    /** What was compressed: as much of it as is there, and no more than the limit. */
    static byte[] beginning(byte[] compressed, int limit) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            for (int next = gzip.read(); next >= 0 && plain.size() < limit; next = gzip.read()) {
                plain.write(next);
            }
            return plain.toByteArray();
        } catch (IOException brokeOffOrNoGzip) {
            return plain.size() == 0 ? compressed : plain.toByteArray();
        }
    }

    /** Events are much alike, so that even the fastest level leaves little of them, in less than half of the time. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream compressed) throws IOException {
            super(compressed, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
