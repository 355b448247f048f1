package io.siembridge.app.demo;

import io.siembridge.app.demo.ForwardSession.Admission;
import io.siembridge.app.demo.ForwardSession.Message;
import io.siembridge.app.demo.ForwardSession.Received;
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
import java.util.random.RandomGenerator;
import javax.net.ServerSocketFactory;
import org.msgpack.core.MessagePackException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiver of the forward protocol on the loopback interface, as Fluentd is one: takes every event of every mode,
 * acknowledges, and keeps what it got in a queue.
 */
public final class ForwardReceiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardReceiver.class);

    private final ServerSocket listener;
    private final Optional<Admission> admission;
    private final RandomGenerator random;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private ForwardReceiver(ServerSocket listener, Optional<Admission> admission, RandomGenerator random) {
        this.listener = listener;
        this.admission = admission;
        this.random = random;
    }

    /** Starts a receiver that lets everybody in, on a free port. */
    public static ForwardReceiver open(RandomGenerator random) throws IOException {
        return start(ServerSocketFactory.getDefault(), Optional.empty(), random);
    }

    /**
     * Starts a receiver that shakes hands, on a free port.
     *
     * @param sockets plain, or those of a TLS context
     */
    public static ForwardReceiver guarded(ServerSocketFactory sockets, Admission admission, RandomGenerator random)
            throws IOException {
        return start(sockets, Optional.of(admission), random);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What arrived, in the order of arrival. */
    public BlockingQueue<Received> received() {
        return received;
    }

    @Override
    public void close() {
        close(listener);
        connections.forEach(ForwardReceiver::close);
    }

    private static ForwardReceiver start(
            ServerSocketFactory sockets, Optional<Admission> admission, RandomGenerator random) throws IOException {
        ServerSocket listener = sockets.createServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ForwardReceiver receiver = new ForwardReceiver(listener, admission, random);
        receiver.inBackground("forward-receiver", receiver::acceptConnections);
        return receiver;
    }

    private void acceptConnections() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                inBackground("forward-receiver-" + socket.getPort(), () -> serve(socket));
            } catch (IOException closed) {
                LOG.debug("No more connections: {}", closed.toString());
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            ForwardSession session = new ForwardSession(socket);
            if (admission.isEmpty() || session.shakeHands(admission.get(), random)) {
                receive(session);
            }
        } catch (IOException | MessagePackException fault) {
            LOG.debug("A connection ended: {}", fault.toString());
        } finally {
            connections.remove(socket);
        }
    }

    private void receive(ForwardSession session) throws IOException {
        for (Optional<Message> message = session.next(); message.isPresent(); message = session.next()) {
            received.addAll(message.get().events());
            Optional<String> chunk = message.get().chunk();
            if (chunk.isPresent()) {
                session.acknowledge(chunk.get());
            }
        }
    }

    private void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            LOG.debug("Closing failed: {}", gone.toString());
        }
    }
}
