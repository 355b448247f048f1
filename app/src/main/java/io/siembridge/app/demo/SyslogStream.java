package io.siembridge.app.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Takes syslog messages off a stream. RFC 6587: a message that begins with a digit is preceded by its length in bytes, any
 * other ends with a line feed.
 */
public final class SyslogStream {
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
    private static final int MAX_DIGITS = 7;

    private final InputStream in;

    public SyslogStream(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * The next message, without its framing; empty at the end of the stream.
     *
     * @throws EOFException if the stream ends within a message
     */
    public Optional<String> next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        return Optional.of(first >= '1' && first <= '9' ? counted(first) : line(first));
    }

    private String counted(int firstDigit) throws IOException {
        int length = firstDigit - '0';
        for (int digits = 1, next = in.read(); next != ' '; digits++, next = in.read()) {
            if (next < '0' || next > '9' || digits == MAX_DIGITS) {
                throw new IOException("A message's length is not a number");
            }
            length = length * 10 + next - '0';
        }
        byte[] message = in.readNBytes(Math.min(length, MAX_MESSAGE_BYTES));
        if (message.length < length) {
            throw new EOFException("The stream ended within a message, or the message is too long");
        }
        return new String(message, StandardCharsets.UTF_8);
    }

    private String line(int firstByte) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int next = firstByte; next != '\n'; next = in.read()) {
            if (next < 0 || message.size() == MAX_MESSAGE_BYTES) {
                throw new EOFException("The stream ended within a message, or the message is too long");
            }
            message.write(next);
        }
        return message.toString(StandardCharsets.UTF_8);
    }
}
