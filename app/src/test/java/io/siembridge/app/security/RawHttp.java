package io.siembridge.app.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Bytes on a socket, so that nothing between a test and the bridge makes a request well-formed. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 15_000;

    private RawHttp() {}

    /** All that comes back until the bridge closes or falls silent; empty if it closes without a word. */
    static String exchange(int port, String request) throws IOException {
        return exchange(port, request.getBytes(ISO_8859_1), PATIENCE_MILLIS);
    }

    static String exchange(int port, byte[] request, int patienceMillis) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(patienceMillis);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (IOException answeredBeforeTheEnd) {
                // What was answered can be read all the same.
            }
            return readAll(socket.getInputStream());
        }
    }

    private static String readAll(InputStream in) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                answer.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException silent) {
            answer.writeBytes(" (silence)".getBytes(ISO_8859_1));
        } catch (IOException reset) {
            answer.writeBytes(" (reset)".getBytes(ISO_8859_1));
        }
        return answer.toString(ISO_8859_1);
    }

    /** The status of the first answer; 0 if there was none. */
    static int status(String answer) {
        return answer.matches("(?s)HTTP/1\\.1 [0-9]{3} .*") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }
}
