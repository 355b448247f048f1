package io.siembridge.app.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Stands between a destination and its peer, and does to the connection what networks do. */
final class FaultProxy implements AutoCloseable {
    /** Fewer than the shortest message has, and more than the handshake of the forward protocol. */
    private static final int SOME_BYTES = 300;

    private static final int DRIP_BYTES = 256;
    private static final int DRIP_MILLIS = 10;

    private final int port;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile Optional<SSLContext> tls = Optional.empty();
    private Optional<ServerSocket> listener = Optional.empty();

    /** What happens to a connection. */
    enum Mode {
        PASS,
        /** Nobody listens. */
        REFUSE,
        /** Reset after some bytes of what is sent. */
        RESET_MID_BODY,
        /** All that is sent arrives, and a reset comes in place of an answer. */
        ACCEPT_THEN_RESET,
        /** Taken, and never read. */
        BLACK_HOLE,
        /** A few bytes at a time, both ways. */
        DRIP
    }

    FaultProxy(int target) throws IOException {
        this.target = target;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = taken.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Speaks TLS to whom connects from now on. */
    void encrypt(SSLContext context) {
        tls = Optional.of(context);
        cut();
    }

    synchronized void mode(Mode next) throws IOException {
        mode = next;
        cut();
        if (next == Mode.REFUSE) {
            close();
        } else if (listener.isEmpty()) {
            ServerSocket fresh = new ServerSocket();
            fresh.setReuseAddress(true);
            fresh.setReceiveBufferSize(8 * 1024);
            fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listener = Optional.of(fresh);
            background(() -> listen(fresh));
        }
    }

    private void listen(ServerSocket own) {
        while (!own.isClosed()) {
            try {
                Socket client = own.accept();
                open.add(client);
                background(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try {
            if (mode == Mode.BLACK_HOLE) {
                return;
            }
            Socket near = tls.isPresent() ? secured(client, tls.get()) : client;
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(far);
            background(() -> back(far, near));
            forth(near, far);
        } catch (IOException ended) {
            reset(client);
        }
    }

    private static Socket secured(Socket client, SSLContext context) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    /** From the destination to its peer. */
    private void forth(Socket near, Socket far) throws IOException {
        Mode now = mode;
        if (now == Mode.RESET_MID_BODY) {
            far.getOutputStream().write(near.getInputStream().readNBytes(SOME_BYTES));
            throw new IOException("reset");
        }
        copy(near, far, now);
        far.shutdownOutput();
    }

    /** From the peer to the destination. */
    private void back(Socket far, Socket near) {
        try {
            if (mode == Mode.ACCEPT_THEN_RESET) {
                // Its first byte says that the peer has read what was sent.
                int unused = far.getInputStream().read();
                throw new IOException("reset");
            }
            copy(far, near, mode);
            near.close();
        } catch (IOException ended) {
            reset(near);
            reset(far);
        }
    }

    private static void copy(Socket from, Socket to, Mode mode) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[mode == Mode.DRIP ? DRIP_BYTES : 16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
            if (mode == Mode.DRIP) {
                drip();
            }
        }
    }

    private static void drip() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(DRIP_MILLIS);
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private void cut() {
        open.forEach(FaultProxy::reset);
        open.clear();
    }

    private static void reset(Socket socket) {
        try {
            if (!(socket instanceof SSLSocket)) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException gone) {
            // Which is what was wanted.
        }
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() {
        listener.ifPresent(own -> {
            try {
                own.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        listener = Optional.empty();
        cut();
    }
}
