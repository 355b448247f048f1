package io.siembridge.app.destination.syslog;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A TCP socket that forgives failing writes while TLS shakes hands over it. A receiver that refuses our certificate says so
 * and closes while we are still writing the rest; the platform then reports the write that failed and never reads the
 * refusal. If writing goes on as if nothing had happened, the next read brings the reason.
 */
final class HandshakeSocket extends Socket {
    private volatile boolean forgiving;

    /** From now on writes that fail pass as done. */
    void forgiveWrites() {
        forgiving = true;
    }

    /** From now on writes that fail fail. */
    void failWrites() {
        forgiving = false;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    if (!forgiving) {
                        throw e;
                    }
                }
            }
        };
    }
}
