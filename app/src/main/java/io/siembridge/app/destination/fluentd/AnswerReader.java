package io.siembridge.app.destination.fluentd;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ImmutableValue;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/**
 * Reads what a receiver says, one MessagePack object after another from a stream without frames. Sizes are checked
 * before anything is allocated: a header of five bytes can announce two gigabytes. Text is kept as bytes, because a
 * nonce may be typed as text without being any.
 */
final class AnswerReader {
    /** A HELO or PONG has some 300 bytes. */
    private static final int MOST_BYTES = 8 * 1024;

    private static final int MOST_ELEMENTS = 32;
    private static final int DEEPEST = 3;

    private final CountedStream stream;
    private final MessageUnpacker unpacker;

    AnswerReader(InputStream stream) {
        this.stream = new CountedStream(stream);
        this.unpacker = MessagePack.newDefaultUnpacker(this.stream);
    }

    /**
     * Waits for the next object.
     *
     * @throws EOFException when the receiver closed the connection
     * @throws ProtocolException when it sent something that is not MessagePack, or far too much
     */
    ImmutableValue next() throws IOException {
        try {
            return read(0, unpacker.getTotalReadBytes());
        } catch (MessageInsufficientBufferException end) {
            EOFException closed = new EOFException("the receiver closed the connection");
            closed.initCause(end);
            throw closed;
        } catch (MessagePackException garbage) {
            throw protocolFault("the receiver sent something that is not MessagePack", garbage);
        }
    }

    /** Waits until the receiver says something or closes the connection; reads nothing of it. */
    void awaitAnything() throws IOException {
        unpacker.hasNext();
    }

    /** Whether more was received than was read: nothing may come that was not asked for. */
    boolean hasUnreadBytes() {
        return stream.count > unpacker.getTotalReadBytes();
    }

    private ImmutableValue read(int depth, long start) throws IOException {
        return switch (unpacker.getNextFormat().getValueType()) {
            case STRING -> ValueFactory.newString(payload(unpacker.unpackRawStringHeader(), start), true);
            case BINARY -> ValueFactory.newBinary(payload(unpacker.unpackBinaryHeader(), start), true);
            case EXTENSION -> {
                ExtensionTypeHeader header = unpacker.unpackExtensionTypeHeader();
                yield ValueFactory.newExtension(header.getType(), payload(header.getLength(), start));
            }
            case ARRAY -> ValueFactory.newArray(elements(unpacker.unpackArrayHeader(), depth, start), true);
            case MAP -> ValueFactory.newMap(elements(2L * unpacker.unpackMapHeader(), depth, start), true);
            case NIL, BOOLEAN, INTEGER, FLOAT -> unpacker.unpackValue();
        };
    }

    private Value[] elements(long count, int depth, long start) throws IOException {
        if (count > MOST_ELEMENTS || depth == DEEPEST) {
            throw tooMuch();
        }
        Value[] elements = new Value[(int) count];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = read(depth + 1, start);
        }
        return elements;
    }

    private byte[] payload(int length, long start) throws IOException {
        if (unpacker.getTotalReadBytes() - start + length > MOST_BYTES) {
            throw tooMuch();
        }
        return unpacker.readPayload(length);
    }

    private static ProtocolException tooMuch() {
        return new ProtocolException("the receiver sent more than an answer of the protocol can hold");
    }

    private static ProtocolException protocolFault(String message, Throwable cause) {
        ProtocolException fault = new ProtocolException(message);
        fault.initCause(cause);
        return fault;
    }

    /** Counts what was read from the connection. */
    private static final class CountedStream extends InputStream {
        private final InputStream stream;
        private long count;

        CountedStream(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            int value = stream.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = stream.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
