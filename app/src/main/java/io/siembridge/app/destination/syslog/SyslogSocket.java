package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.syslog.ServerAddress.Transport;
import io.siembridge.app.tls.TlsConfig;
import io.siembridge.app.tls.TlsConfigurationException;
import io.siembridge.app.tls.TlsContexts;
import io.siembridge.normalizers.ocsf.IpText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** One TCP or TLS socket to a receiver, from its connecting to its end; any thread may cut it at any moment. */
final class SyslogSocket {
    /** What may wait in the kernel: small, so that a receiver which stops reading is noticed early. */
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private static final int KEEP_ALIVE_IDLE_SECONDS = 15;
    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 5;
    private static final int KEEP_ALIVE_COUNT = 3;
    private static final ConnectionTable TABLE = ConnectionTable.ofThisMachine();

    private final ServerAddress server;
    private final TlsConfig tls;

    /** The TCP socket: closing it frees a thread that hangs in TLS, which closing the TLS socket would wait for. */
    private @Nullable HandshakeSocket tcp;

    private @Nullable Socket stream;
    private boolean counted;
    private boolean cut;

    SyslogSocket(ServerAddress server, TlsConfig tls) {
        this.server = server;
        this.tls = tls;
    }

    /**
     * Connects, with TLS if the address says so. The name is resolved anew, so a receiver that moved is found.
     *
     * @param tick how long a read waits before it says that there was nothing
     */
    void open(Duration timeout, Duration tick) throws IOException, TlsConfigurationException {
        InetAddress[] addresses = InetAddress.getAllByName(server.host());
        int share = Math.max(1, (int) (timeout.toMillis() / addresses.length));
        HandshakeSocket connected = connect(addresses, share);
        Socket secured = connected;
        if (server.transport() == Transport.TLS) {
            connected.setSoTimeout(share);
            secured = handshake(connected);
        }
        connected.setSoTimeout((int) tick.toMillis());
        synchronized (this) {
            stream = secured;
            counted = unacknowledged(connected).isPresent();
        }
    }

    /** Bytes written so far, whether or not the other machine has them; see {@link #acknowledged}. */
    long written() throws SocketException {
        return tcp().written();
    }

    /**
     * How many of the bytes written the other machine has at least acknowledged. All, where this machine cannot tell; none,
     * when it no longer knows the connection.
     */
    long acknowledged() throws SocketException {
        HandshakeSocket socket = tcp();
        // Read first: what is written meanwhile may be missing here, and can only make the figure too low.
        long written = socket.written();
        synchronized (this) {
            if (!counted) {
                return Long.MAX_VALUE;
            }
        }
        OptionalLong missing = unacknowledged(socket);
        return missing.isPresent() ? written - missing.getAsLong() : 0;
    }

    private static OptionalLong unacknowledged(Socket socket) {
        return TABLE.unacknowledged(socket.getLocalPort(), socket.getPort());
    }

    /**
     * Reads what a receiver never sends.
     *
     * @return -1 at the end of the stream
     * @throws java.net.SocketTimeoutException after a tick without anything
     */
    int read(byte[] buffer) throws IOException {
        return stream().getInputStream().read(buffer);
    }

    void write(byte[] bytes) throws IOException {
        stream().getOutputStream().write(bytes);
    }

    /** Says that nothing more will come; reading goes on. */
    void finish() throws IOException {
        Socket socket = stream();
        socket.shutdownOutput();
        Socket raw = tcp();
        if (raw != socket && !raw.isOutputShutdown()) {
            raw.shutdownOutput();
        }
    }

    /** Ends the connection at once; whoever reads, writes or connects gets an exception. */
    void cut() {
        Socket open;
        synchronized (this) {
            cut = true;
            open = tcp;
        }
        if (open != null) {
            close(open);
        }
    }

    private HandshakeSocket connect(InetAddress[] addresses, int timeoutMillis) throws IOException {
        IOException last = new SocketException(server + " has no address");
        for (InetAddress address : addresses) {
            HandshakeSocket socket = claim();
            try {
                prepare(socket);
                socket.connect(new InetSocketAddress(address, server.port()), timeoutMillis);
                return socket;
            } catch (IOException e) {
                close(socket);
                last = e;
            }
        }
        throw last;
    }

    /** A new socket that {@link #cut} knows of. */
    private synchronized HandshakeSocket claim() throws SocketException {
        if (cut) {
            throw new SocketException("Connection was given up");
        }
        HandshakeSocket socket = new HandshakeSocket();
        tcp = socket;
        return socket;
    }

    private static void prepare(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SEND_BUFFER_BYTES);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        setIfSupported(socket, ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
        setIfSupported(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_SECONDS);
        setIfSupported(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_COUNT);
    }

    private static void setIfSupported(Socket socket, SocketOption<Integer> option, int value) throws IOException {
        if (socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }

    private SSLSocket handshake(HandshakeSocket connected) throws IOException, TlsConfigurationException {
        String name = tls.serverName().orElse(server.host());
        SSLSocket socket = (SSLSocket)
                TlsContexts.client(tls).getSocketFactory().createSocket(connected, name, server.port(), true);
        SSLParameters parameters = TlsContexts.parameters(tls);
        if (!IpText.isAddress(name)) {
            nameIndication(parameters, name);
        }
        socket.setSSLParameters(parameters);
        connected.forgiveWrites();
        socket.startHandshake();
        connected.failWrites();
        return socket;
    }

    /** The platform leaves out names without a dot, which hosts in a cluster often have. */
    private static void nameIndication(SSLParameters parameters, String name) {
        try {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        } catch (IllegalArgumentException notAHostName) {
            // A name with an underscore cannot be indicated, but a certificate can still carry it.
        }
    }

    private synchronized Socket stream() throws SocketException {
        if (stream == null) {
            throw new SocketException("Not connected");
        }
        return stream;
    }

    private synchronized HandshakeSocket tcp() throws SocketException {
        if (tcp == null) {
            throw new SocketException("Not connected");
        }
        return tcp;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException nothingLeftToFree) {
            // The peer learns of it or not; either way this side is done.
        }
    }
}
