package io.siembridge.app.destination.syslog;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP socket that counts what is written to it, TLS' own bytes included, and forgives failing writes while TLS shakes
 * hands over it. A receiver that refuses our certificate says so
 * and closes while we are still writing the rest; the platform then reports the write that failed and never reads the
 * refusal. If writing goes on as if nothing had happened, the next read brings the reason.
 */
final class HandshakeSocket extends Socket {
    private final AtomicLong written = new AtomicLong();
    private volatile boolean forgiving;

    /** Bytes that this machine has taken. */
    long written() {
        return written.get();
    }

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
                    written.addAndGet(length);
                } catch (IOException e) {
                    if (!forgiving) {
                        throw e;
                    }
                }
            }
        };
    }
}
