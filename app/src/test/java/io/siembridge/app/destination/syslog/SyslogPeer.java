package io.siembridge.app.destination.syslog;

import io.siembridge.app.demo.SyslogStream;
import io.siembridge.app.destination.ProtocolPeer;
import io.siembridge.app.tls.TlsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A syslog receiver over TCP or TLS that can be told to misbehave. */
public final class SyslogPeer implements ProtocolPeer {
    private static final int SMALL_BUFFER_BYTES = 8 * 1024;
    private static final int PART_OF_A_MESSAGE = 40;

    private final Optional<SSLContext> tls;
    private final Pattern uid;
    private final int port;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();
    private final List<String> indicatedNames = new CopyOnWriteArrayList<>();
    private volatile Optional<String> onlyVersion = Optional.empty();
    private volatile Behaviour behaviour = Behaviour.ACCEPT;
    private ServerSocket listener;
    private Thread acceptor;

    /**
     * A peer that is not started.
     *
     * @param uid finds an event's uid in its message, as the first group
     */
    public SyslogPeer(Optional<SSLContext> tls, Pattern uid) throws IOException {
        this.tls = tls;
        this.uid = uid;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = taken.getLocalPort();
        }
    }

    public String address() {
        return (tls.isPresent() ? "tls" : "tcp") + "://localhost:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public synchronized void start() {
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.setReceiveBufferSize(SMALL_BUFFER_BYTES);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket own = listener;
        acceptor = background(() -> acceptConnections(own));
        acceptor.start();
    }

    @Override
    public synchronized void stop() {
        if (listener != null) {
            closeQuietly(listener);
            awaitEnd(acceptor);
        }
        cutAll();
    }

    /** Cuts every connection, so that nothing more is received from any, and goes on listening. */
    public void cutAll() {
        Map<Socket, Thread> cut = Map.copyOf(connections);
        cut.forEach((socket, thread) -> {
            closeQuietly(socket);
            thread.interrupt();
        });
        // A thread in a read may still return with data that came before it is told of the close.
        cut.values().forEach(SyslogPeer::awaitEnd);
    }

    @Override
    public void behave(Behaviour next) {
        behaviour = next;
    }

    @Override
    public List<String> receivedUids() {
        List<String> uids = new ArrayList<>();
        for (String message : received) {
            Matcher matcher = uid.matcher(message);
            uids.add(matcher.find() ? matcher.group(1) : "none in " + message);
        }
        return uids;
    }

    /** Speaks one version of TLS from the next connection on. */
    public void offerOnly(TlsConfig.Protocol version) {
        onlyVersion = Optional.of(version == TlsConfig.Protocol.TLS_1_3 ? "TLSv1.3" : "TLSv1.2");
    }

    /** The names that clients asked for in their handshakes. */
    public List<String> indicatedNames() {
        return List.copyOf(indicatedNames);
    }

    /** Every message as it arrived. */
    public List<String> received() {
        return List.copyOf(received);
    }

    public int openConnections() {
        return connections.size();
    }

    @Override
    public void close() {
        stop();
    }

    private void acceptConnections(ServerSocket own) {
        while (!own.isClosed()) {
            try {
                Socket socket = own.accept();
                Thread thread = background(() -> serve(socket));
                connections.put(socket, thread);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (behaviour == Behaviour.STALL) {
                untilCut();
                return;
            }
            converse(tls.isPresent() ? secured(socket, tls.get()) : socket);
        } catch (IOException ended) {
            // The other side went away, or was sent away.
        } finally {
            connections.remove(socket);
        }
    }

    private Socket secured(Socket socket, SSLContext context) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, port, true);
        secured.setUseClientMode(false);
        secured.setNeedClientAuth(behaviour == Behaviour.REFUSE_CREDENTIALS);
        onlyVersion.ifPresent(version -> secured.setEnabledProtocols(new String[] {version}));
        secured.startHandshake();
        for (SNIServerName name : ((ExtendedSSLSession) secured.getSession()).getRequestedServerNames()) {
            indicatedNames.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
        }
        return secured;
    }

    private void converse(Socket stream) throws IOException {
        if (behaviour == Behaviour.ANSWER_GARBAGE) {
            stream.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            stream.getOutputStream().flush();
            untilCut();
        } else if (behaviour == Behaviour.ANSWER_ENDLESSLY) {
            answerEndlessly(stream.getOutputStream());
        } else if (behaviour == Behaviour.CUT_MID_MESSAGE) {
            stream.getInputStream().readNBytes(PART_OF_A_MESSAGE);
        } else {
            receive(stream);
        }
    }

    private void receive(Socket stream) throws IOException {
        SyslogStream messages = new SyslogStream(stream.getInputStream());
        for (Optional<String> message = messages.next(); message.isPresent(); message = messages.next()) {
            received.add(message.get());
            if (behaviour == Behaviour.CLOSE_AFTER_ACCEPTING) {
                return;
            }
        }
    }

    private static void answerEndlessly(OutputStream out) throws IOException {
        byte[] noise = new byte[SMALL_BUFFER_BYTES];
        while (true) {
            out.write(noise);
        }
    }

    private static void untilCut() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }

    /** As long as a thread is in accept, the port may count as taken. */
    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread background(Runnable work) {
        Thread thread = new Thread(work, "syslog-peer");
        thread.setDaemon(true);
        return thread;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception gone) {
            throw new IllegalStateException(gone);
        }
    }
}
