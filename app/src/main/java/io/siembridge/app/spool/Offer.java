package io.siembridge.app.spool;

import io.siembridge.app.verifier.VerifiedWebhook;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A webhook made ready for storing, on the caller's thread so that the writer need not.
 *
 * @param digest SHA-256 of the body
 * @param bytesKey 64 bits that stand for the source and the bytes
 * @param idKey 64 bits that stand for the source and the delivery id; zero without one
 * @param headers as JSON
 * @param window how long the same bytes without an id are the same delivery
 */
record Offer(
        VerifiedWebhook webhook,
        List<String> destinations,
        byte[] digest,
        long bytesKey,
        long idKey,
        Optional<String> headers,
        Duration window) {
    static Offer of(VerifiedWebhook webhook, List<String> destinations, Duration window) {
        byte[] digest = sha256().digest(webhook.body());
        return new Offer(
                webhook,
                destinations.stream().distinct().toList(),
                digest,
                key(webhook.source(), digest),
                webhook.deliveryId().map(id -> key(webhook.source(), id)).orElse(0L),
                StoredJson.write(webhook.headers()),
                window);
    }

    /** The key of a delivery id. */
    static long key(String source, String deliveryId) {
        return key(source.getBytes(StandardCharsets.UTF_8), deliveryId.getBytes(StandardCharsets.UTF_8));
    }

    /** The key of a body with this digest. */
    static long key(String source, byte[] digest) {
        return key(source.getBytes(StandardCharsets.UTF_8), digest);
    }

    private static long key(byte[] source, byte[] content) {
        MessageDigest sha256 = sha256();
        sha256.update(source);
        sha256.update((byte) 0);
        return ByteBuffer.wrap(sha256.digest(content)).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
