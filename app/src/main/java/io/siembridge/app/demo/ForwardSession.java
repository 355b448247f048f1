package io.siembridge.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ArrayValue;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/** The receiver's side of one connection of the forward protocol, version 1. */
public final class ForwardSession {
    private static final JsonMapper JSON = new JsonMapper();
    /** What a receiver calls itself. */
    public static final String HOST_NAME = "receiver.example.net";

    private final Socket socket;
    private final MessageUnpacker unpacker;

    public ForwardSession(Socket socket) throws IOException {
        this.socket = socket;
        this.unpacker = MessagePack.newDefaultUnpacker(socket.getInputStream());
    }

    public Socket socket() {
        return socket;
    }

    /** Says HELO, checks the PING and answers with PONG; returns whether the client is let in. */
    public boolean shakeHands(Admission admission, RandomGenerator random) throws IOException {
        byte[] nonce = bytes(random);
        byte[] auth = bytes(random);
        hello(nonce, auth, true);
        ArrayValue ping = read().asArrayValue();
        byte[] client = raw(ping.getOrNilValue(1));
        byte[] salt = raw(ping.getOrNilValue(2));
        byte[] key = admission.sharedKey().revealBytes();
        boolean keyKnown = digest(salt, client, nonce, key).equals(text(ping.getOrNilValue(3)));
        if (!keyKnown) {
            pong(false, "shared_key mismatch", "");
        } else if (!admission.admits(auth, text(ping.getOrNilValue(4)), text(ping.getOrNilValue(5)))) {
            pong(false, "username/password mismatch", "");
        } else {
            pong(true, "", digest(salt, utf8(HOST_NAME), nonce, key));
            return true;
        }
        return false;
    }

    /** Sends a HELO as Fluentd does, nonce and auth typed as binary. */
    public void hello(byte[] nonce, byte[] auth, boolean keepAlive) throws IOException {
        Map<String, Value> options = Map.of(
                "nonce", ValueFactory.newBinary(nonce),
                "auth", ValueFactory.newBinary(auth),
                "keepalive", ValueFactory.newBoolean(keepAlive));
        ValueFactory.MapBuilder map = ValueFactory.newMapBuilder();
        options.forEach((name, value) -> map.put(ValueFactory.newString(name), value));
        send(ValueFactory.newArray(ValueFactory.newString("HELO"), map.build()));
    }

    public void pong(boolean welcome, String reason, String digest) throws IOException {
        send(ValueFactory.newArray(
                ValueFactory.newString("PONG"),
                ValueFactory.newBoolean(welcome),
                ValueFactory.newString(reason),
                ValueFactory.newString(welcome ? HOST_NAME : ""),
                ValueFactory.newString(digest)));
    }

    /** The next message of any of the four event modes; empty when the client has closed the connection. */
    public Optional<Message> next() throws IOException {
        return unpacker.hasNext() ? Optional.of(message(read().asArrayValue())) : Optional.empty();
    }

    /** The next object, whatever it is. */
    public Value read() throws IOException {
        return unpacker.unpackValue();
    }

    public void acknowledge(String chunk) throws IOException {
        send(ValueFactory.newMap(ValueFactory.newString("ack"), ValueFactory.newString(chunk)));
    }

    public void send(Value value) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packValue(value);
            send(packer.toByteArray());
        }
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The mode is told by the type of the second element, as Fluentd does. */
    private static Message message(ArrayValue message) throws IOException {
        String tag = text(message.getOrNilValue(0));
        Value second = message.getOrNilValue(1);
        boolean oneEvent = !second.isRawValue() && !second.isArrayValue();
        Value option = message.getOrNilValue(oneEvent ? 3 : 2);
        List<Received> events = new ArrayList<>();
        if (oneEvent) {
            events.add(received(tag, second, message.getOrNilValue(2)));
        } else if (second.isArrayValue()) {
            for (Value entry : second.asArrayValue()) {
                events.add(received(tag, entry));
            }
        } else {
            boolean gzip = option(option, "compressed").filter("gzip"::equals).isPresent();
            readPacked(tag, second.asRawValue().asByteArray(), gzip, events);
        }
        return new Message(events, option(option, "chunk"));
    }

    private static void readPacked(String tag, byte[] entries, boolean gzip, List<Received> events) throws IOException {
        InputStream packed = new ByteArrayInputStream(entries);
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(gzip ? new GZIPInputStream(packed) : packed)) {
            while (unpacker.hasNext()) {
                events.add(received(tag, unpacker.unpackValue()));
            }
        }
    }

    private static Received received(String tag, Value entry) throws IOException {
        ArrayValue pair = entry.asArrayValue();
        return received(tag, pair.getOrNilValue(0), pair.getOrNilValue(1));
    }

    private static Received received(String tag, Value time, Value record) throws IOException {
        return new Received(tag, time(time), JSON.readTree(record.asMapValue().toJson()));
    }

    /** EventTime, extension 0 with two times 32 bits; or whole seconds. */
    private static Instant time(Value value) throws ProtocolException {
        if (value.isIntegerValue()) {
            return Instant.ofEpochSecond(value.asIntegerValue().asLong());
        }
        if (!value.isExtensionValue() || value.asExtensionValue().getData().length != 8) {
            throw new ProtocolException("Neither an EventTime nor an integer: " + value);
        }
        ByteBuffer time = ByteBuffer.wrap(value.asExtensionValue().getData());
        return Instant.ofEpochSecond(Integer.toUnsignedLong(time.getInt()), time.getInt());
    }

    private static Optional<String> option(Value option, String name) {
        return option.isMapValue()
                ? Optional.ofNullable(option.asMapValue().map().get(ValueFactory.newString(name)))
                        .map(ForwardSession::text)
                : Optional.empty();
    }

    private static String text(Value value) {
        return new String(raw(value), StandardCharsets.UTF_8);
    }

    private static byte[] raw(Value value) {
        return value.asRawValue().asByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return bytes;
    }

    /** SHA-512 of the parts one after another, in hex. */
    public static String digest(byte[]... parts) {
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

    /** Whom a receiver lets in: who knows the shared key and, if there are users, a user's password. */
    public record Admission(Secret sharedKey, Map<String, Secret> users) {
        public Admission {
            users = Map.copyOf(users);
        }

        boolean admits(byte[] auth, String username, String passwordDigest) {
            Secret password = users.getOrDefault(username, new Secret(""));
            return users.isEmpty()
                    || (users.containsKey(username)
                            && digest(auth, utf8(username), password.revealBytes())
                                    .equals(passwordDigest));
        }
    }

    /** A message: its events, and the chunk id to acknowledge if it asks for that. */
    public record Message(List<Received> events, Optional<String> chunk) {
        public Message {
            events = List.copyOf(events);
        }
    }

    /** An event as it was received. */
    public record Received(String tag, Instant time, JsonNode event) {}
}
