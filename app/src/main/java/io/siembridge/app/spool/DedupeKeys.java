package io.siembridge.app.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * What a webhook is recognised by.
 *
 * @param bytes 64 bits of SHA-256 over the source and the bytes
 * @param id 64 bits of SHA-256 over the source and the delivery id; zero without one
 */
record DedupeKeys(long bytes, long id) implements Comparable<DedupeKeys> {
    static DedupeKeys of(String source, byte[] bodySha256, Optional<String> deliveryId) {
        return new DedupeKeys(
                key(source, bodySha256), deliveryId.map(id -> idKey(source, id)).orElse(0L));
    }

    /** The key of a delivery id alone. */
    static long idKey(String source, String deliveryId) {
        return key(source, deliveryId.getBytes(StandardCharsets.UTF_8));
    }

    private static long key(String source, byte[] content) {
        MessageDigest sha256 = sha256();
        sha256.update(source.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        return ByteBuffer.wrap(sha256.digest(content)).getLong();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** By id first, so that all bytes that came under one id lie together. */
    @Override
    public int compareTo(DedupeKeys other) {
        int byId = Long.compare(id, other.id);
        return byId != 0 ? byId : Long.compare(bytes, other.bytes);
    }
}
