package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Gzip;
import io.siembridge.app.destination.fluentd.FluentdConfig.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** The events of one message: of one tag, in order, acknowledged together. */
final class Chunk {
    /** No message has more than this besides its entries: a tag of some 100 bytes, and three options. */
    static final int LARGEST_ENVELOPE = 256;

    private static final int ID_BYTES = 16;

    private final String tag;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final List<Integer> indexes = new ArrayList<>();
    private final List<String> uids = new ArrayList<>();

    Chunk(String tag) {
        this.tag = tag;
    }

    /**
     * Adds an event.
     *
     * @param index its place in the batch
     */
    void add(int index, String uid, byte[] entry) {
        indexes.add(index);
        uids.add(uid);
        entries.writeBytes(entry);
    }

    int count() {
        return uids.size();
    }

    int byteCount() {
        return entries.size();
    }

    List<Integer> indexes() {
        return indexes;
    }

    List<String> uids() {
        return uids;
    }

    /** What the receiver is to give back: the same for the same events, also when they are sent again. */
    String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            uids.forEach(uid -> digest.update(uid.getBytes(StandardCharsets.UTF_8)));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest.digest(), ID_BYTES));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** PackedForward or CompressedPackedForward: {@code [tag, entries, {chunk, size, compressed}]}. */
    byte[] message(Compression compression) {
        return message(tag, compressed(compression), id(), count(), compression);
    }

    static byte[] message(String tag, byte[] entries, String id, int count, Compression compression) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(3).packString(tag);
            packer.packBinaryHeader(entries.length).addPayload(entries);
            packer.packMapHeader(compression == Compression.GZIP ? 3 : 2);
            packer.packString("chunk").packString(id);
            packer.packString("size").packInt(count);
            if (compression == Compression.GZIP) {
                packer.packString("compressed").packString("gzip");
            }
            return packer.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("A buffer in memory could not be written", impossible);
        }
    }

    private byte[] compressed(Compression compression) {
        return switch (compression) {
            case NONE -> entries.toByteArray();
            case GZIP -> Gzip.compress(entries.toByteArray());
        };
    }
}
