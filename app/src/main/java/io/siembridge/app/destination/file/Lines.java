package io.siembridge.app.destination.file;

import io.siembridge.app.destination.Outgoing;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

/** A batch as newline-delimited JSON: one event a line. JSON text has no line break of its own. */
final class Lines {
    /** The platform copies what it writes outside the heap first; this bounds the copy. */
    private static final int SLICE = 1024 * 1024;

    private final byte[] bytes;
    private final int[] ends;

    private Lines(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    static Outgoing outgoing(List<OcsfEvent> events) {
        return Outgoing.of(events, event -> Optional.of(event.toBytes()));
    }

    static Lines of(Outgoing events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] ends = new int[events.size()];
        for (int index = 0; index < ends.length; index++) {
            bytes.writeBytes(events.bytes(index).orElseThrow());
            bytes.write('\n');
            ends[index] = bytes.size();
        }
        return new Lines(bytes.toByteArray(), ends);
    }

    int byteCount() {
        return bytes.length;
    }

    /** How many whole lines the first so many bytes hold. */
    int wholeWithin(long byteCount) {
        int whole = 0;
        while (whole < ends.length && ends[whole] <= byteCount) {
            whole++;
        }
        return whole;
    }

    /** The bytes of the first so many lines. */
    long endOf(int lines) {
        return lines == 0 ? 0 : ends[lines - 1];
    }

    void writeTo(WritableByteChannel channel) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.position() < bytes.length) {
            rest.limit(Math.min(bytes.length, rest.position() + SLICE));
            channel.write(rest);
        }
    }
}
