package io.siembridge.app.destination.fluentd;

import io.siembridge.app.config.Secret;
import io.siembridge.app.destination.fluentd.FluentdConfig.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/**
 * The messages by which both sides prove that they know the shared key: the receiver's HELO, our PING, its PONG. Digests
 * are taken over bytes; whatever the receiver sent goes into them as it came.
 */
final class Handshake {
    private static final int SALT_BYTES = 16;

    private final String clientHostName;
    private final Secret sharedKey;
    private final Optional<Login> login;

    /**
     * A handshake.
     *
     * @param clientHostName our name, which must not be the receiver's
     */
    Handshake(String clientHostName, Secret sharedKey, Optional<Login> login) {
        this.clientHostName = clientHostName;
        this.sharedKey = sharedKey;
        this.login = login;
    }

    /** A fresh salt: hex digits, and their text, not what they stand for, is what is digested. */
    static String salt(RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    static boolean isHello(Value answer) {
        return isMessage(answer, "HELO");
    }

    /** Reads {@code ["HELO", {nonce, auth, keepalive}]}; what is missing is empty, and a connection is kept by default. */
    static Hello hello(Value answer) throws ProtocolException {
        List<Value> elements = isHello(answer) ? answer.asArrayValue().list() : List.of();
        if (elements.size() != 2 || !elements.get(1).isMapValue()) {
            throw new ProtocolException("the receiver began with something other than HELO");
        }
        Value options = elements.get(1);
        Value keepAlive = member(options, "keepalive");
        boolean kept = !keepAlive.isBooleanValue() || keepAlive.asBooleanValue().getBoolean();
        return new Hello(raw(member(options, "nonce")), raw(member(options, "auth")), kept);
    }

    /** {@code ["PING", client_hostname, shared_key_salt, digest, username, password_digest]}. */
    byte[] ping(Hello hello, String salt) {
        String digest = digest(utf8(salt), utf8(clientHostName), hello.nonce(), sharedKey.revealBytes());
        String username = login.map(Login::username).orElse("");
        byte[] password = login.map(user -> user.password().revealBytes()).orElse(new byte[0]);
        String passwordDigest = hello.auth().length == 0 ? "" : digest(hello.auth(), utf8(username), password);
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(6).packString("PING").packString(clientHostName);
            packer.packString(salt).packString(digest);
            packer.packString(username).packString(passwordDigest);
            return packer.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException("A buffer in memory could not be written", impossible);
        }
    }

    /** Judges {@code ["PONG", ok, reason, server_hostname, digest]}. */
    Verdict judge(Value answer, Hello hello, String salt) throws ProtocolException {
        List<Value> pong = isMessage(answer, "PONG") ? answer.asArrayValue().list() : List.of();
        if (pong.size() != 5 || !pong.get(1).isBooleanValue()) {
            throw new ProtocolException("the receiver answered PING with something other than PONG");
        }
        if (!pong.get(1).asBooleanValue().getBoolean()) {
            return new Verdict(Verdict.Kind.REFUSED, raw(pong.get(2)));
        }
        byte[] server = raw(pong.get(3));
        String expected = digest(utf8(salt), server, hello.nonce(), sharedKey.revealBytes());
        if (!MessageDigest.isEqual(utf8(expected), raw(pong.get(4)))) {
            return new Verdict(Verdict.Kind.IMPOSTOR, server);
        }
        // With our own name the digest is the one we sent: anybody could give it back.
        boolean ourName = MessageDigest.isEqual(server, utf8(clientHostName));
        return new Verdict(ourName ? Verdict.Kind.IMPOSTOR : Verdict.Kind.WELCOME, server);
    }

    private static boolean isMessage(Value answer, String name) {
        return answer.isArrayValue()
                && answer.asArrayValue().size() > 0
                && MessageDigest.isEqual(raw(answer.asArrayValue().get(0)), utf8(name));
    }

    /** A member of a map, whether its name is typed as text or as binary; nil if it is not there. */
    static Value member(Value map, String name) {
        return map.asMapValue().entrySet().stream()
                .filter(member -> MessageDigest.isEqual(raw(member.getKey()), utf8(name)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ValueFactory.newNil());
    }

    /** The bytes of text or binary; receivers type the same field as either. */
    static byte[] raw(Value value) {
        return value.isRawValue() ? value.asRawValue().asByteArray() : new byte[0];
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** What the receiver greets with. */
    record Hello(byte[] nonce, byte[] auth, boolean keepAlive) {}

    /**
     * What the PONG says.
     *
     * @param text the receiver's reason when it refused, else its name
     */
    record Verdict(Kind kind, byte[] text) {
        enum Kind {
            WELCOME,
            REFUSED,
            /** It does not know the key, or plays our own answer back to us. */
            IMPOSTOR
        }
    }
}
