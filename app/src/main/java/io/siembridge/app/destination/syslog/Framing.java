package io.siembridge.app.destination.syslog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** How a receiver tells one message of a stream from the next. Never mixed on one connection. */
enum Framing {
    /** RFC 6587 section 3.4.2: a line feed after each message. What SIEMs expect. */
    NEWLINE {
        @Override
        int overhead(int messageBytes) {
            return 1;
        }

        @Override
        byte[] frame(byte[] message) {
            byte[] framed = new byte[message.length + 1];
            System.arraycopy(message, 0, framed, 0, message.length);
            framed[message.length] = '\n';
            return framed;
        }
    },
    /** RFC 6587 section 3.4.1, RFC 5425: the number of bytes and a space before each message, and nothing after it. */
    OCTET_COUNTED {
        @Override
        int overhead(int messageBytes) {
            return Integer.toString(messageBytes).length() + 1;
        }

        @Override
        byte[] frame(byte[] message) {
            ByteArrayOutputStream framed = new ByteArrayOutputStream(message.length + 8);
            framed.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            framed.writeBytes(message);
            return framed.toByteArray();
        }
    };

    /** The bytes that framing adds to a message of at most so many bytes. */
    abstract int overhead(int messageBytes);

    abstract byte[] frame(byte[] message);
}
