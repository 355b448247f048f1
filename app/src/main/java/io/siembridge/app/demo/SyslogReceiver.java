package io.siembridge.app.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A syslog receiver on the loopback interface, as a SIEM has one: reads both framings, never answers, and keeps what it got
 * in a queue.
 */
public final class SyslogReceiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogReceiver.class);

    private final ServerSocket listener;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private SyslogReceiver(ServerSocket listener) {
        this.listener = listener;
    }

    /** Starts a receiver on TCP, on a free port. */
    public static SyslogReceiver open() throws IOException {
        return open(ServerSocketFactory.getDefault());
    }

    /**
     * Starts a receiver on a free port.
     *
     * @param sockets plain, or those of a TLS context
     */
    public static SyslogReceiver open(ServerSocketFactory sockets) throws IOException {
        ServerSocket listener = sockets.createServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SyslogReceiver receiver = new SyslogReceiver(listener);
        receiver.inBackground("syslog-receiver", receiver::acceptConnections);
        return receiver;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The messages that arrived, header and payload, in the order of arrival. */
    public BlockingQueue<String> received() {
        return received;
    }

    @Override
    public void close() {
        close(listener);
        connections.forEach(SyslogReceiver::close);
    }

    private void acceptConnections() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                inBackground("syslog-receiver-" + socket.getPort(), () -> serve(socket));
            } catch (IOException closed) {
                LOG.debug("No more connections: {}", closed.toString());
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            SyslogStream stream = new SyslogStream(socket.getInputStream());
            for (Optional<String> message = stream.next(); message.isPresent(); message = stream.next()) {
                received.add(message.get());
            }
        } catch (IOException fault) {
            LOG.debug("A connection ended: {}", fault.toString());
        } finally {
            connections.remove(socket);
        }
    }

    private void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException alreadyGone) {
            LOG.debug("Closing failed: {}", alreadyGone.toString());
        }
    }
}
