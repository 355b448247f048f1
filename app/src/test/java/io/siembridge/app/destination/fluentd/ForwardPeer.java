package io.siembridge.app.destination.fluentd;

import io.siembridge.app.config.Secret;
import io.siembridge.app.demo.ForwardSession;
import io.siembridge.app.demo.ForwardSession.Admission;
import io.siembridge.app.demo.ForwardSession.Message;
import io.siembridge.app.demo.ForwardSession.Received;
import io.siembridge.app.destination.ProtocolPeer;
import io.siembridge.app.destination.TestEvents;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/** A receiver of the forward protocol that can be told to misbehave. */
public final class ForwardPeer implements ProtocolPeer {
    private final ServerSocketFactory sockets;
    private final Optional<Admission> admission;
    private final int port;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Integer> messageSizes = new CopyOnWriteArrayList<>();
    private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Conduct conduct = this::takeEverything;
    private ServerSocket listener;
    private Thread acceptor;

    private ForwardPeer(ServerSocketFactory sockets, Optional<Admission> admission) throws IOException {
        this.sockets = sockets;
        this.admission = admission;
        try (ServerSocket free = listenOn(ServerSocketFactory.getDefault(), 0)) {
            this.port = free.getLocalPort();
        }
    }

    static ForwardPeer open() throws IOException {
        return new ForwardPeer(ServerSocketFactory.getDefault(), Optional.empty());
    }

    public static ForwardPeer withKey(String sharedKey) throws IOException {
        return guarded(ServerSocketFactory.getDefault(), new Admission(new Secret(sharedKey), Map.of()));
    }

    static ForwardPeer guarded(ServerSocketFactory sockets, Admission admission) throws IOException {
        return new ForwardPeer(sockets, Optional.of(admission));
    }

    static ForwardPeer encrypted(ServerSocketFactory sockets) throws IOException {
        return new ForwardPeer(sockets, Optional.empty());
    }

    /** What the peer does with a connection, from its first byte. */
    interface Conduct {
        void run(ForwardSession session) throws IOException;
    }

    void conduct(Conduct next) {
        conduct = next;
    }

    public int port() {
        return port;
    }

    List<Received> received() {
        return received;
    }

    /** How many events each message had, those that were not taken included. */
    List<Integer> messageSizes() {
        return messageSizes;
    }

    int acceptedConnections() {
        return accepted.get();
    }

    /** Waits until no connection is open any more. */
    boolean isAlone() {
        return connections.isEmpty();
    }

    @Override
    public void start() {
        try {
            listener = listenOn(sockets, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket current = listener;
        acceptor = new Thread(() -> accept(current), "forward-peer");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    @Override
    public void stop() {
        if (listener != null) {
            close(listener);
            // The port is free again only when nobody waits on the listener any more.
            join(acceptor);
        }
        connections.forEach((socket, thread) -> {
            cut(socket);
            join(thread);
        });
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public List<String> receivedUids() {
        return received.stream()
                .map(event -> event.event().path("metadata").path("uid").asText())
                .toList();
    }

    @Override
    public void behave(Behaviour behaviour) {
        conduct = switch (behaviour) {
            case ACCEPT, BUSY -> this::takeEverything;
            case STALL -> this::stall;
            case CUT_MID_MESSAGE ->
                session -> {
                    greet(session);
                    session.socket().getInputStream().readNBytes(100);
                    cut(session.socket());
                };
            case CLOSE_AFTER_ACCEPTING ->
                session -> {
                    greet(session);
                    session.next().ifPresent(this::keep);
                };
            case ANSWER_GARBAGE -> answering("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case ANSWER_ENDLESSLY -> this::answerEndlessly;
            case REFUSE_CREDENTIALS ->
                session -> session.shakeHands(new Admission(new Secret("another key"), Map.of()), new Random(3));
            case REFUSE_POISON -> session -> take(session, ForwardPeer::hasNoPoison);
        };
    }

    /** Greets, reads a message, and answers with these bytes instead of an acknowledgement. */
    Conduct answering(byte[] answer) {
        return session -> {
            greet(session);
            session.next();
            session.send(answer);
            session.next();
        };
    }

    /** Greets and takes messages, but acknowledges only those that the judge lets pass; the others it drops. */
    void take(ForwardSession session, Predicate<Message> judge) throws IOException {
        greet(session);
        for (Optional<Message> message = session.next(); message.isPresent(); message = session.next()) {
            messageSizes.add(message.get().events().size());
            if (judge.test(message.get())) {
                keep(message.get());
                session.acknowledge(message.get().chunk().orElseThrow());
            }
        }
    }

    void takeEverything(ForwardSession session) throws IOException {
        take(session, message -> true);
    }

    /** Takes one message without any greeting. */
    void takeOne(ForwardSession session) throws IOException {
        Optional<Message> message = session.next();
        if (message.isPresent()) {
            keep(message.get());
            session.acknowledge(message.get().chunk().orElseThrow());
        }
    }

    void greet(ForwardSession session) throws IOException {
        if (admission.isPresent() && !session.shakeHands(admission.get(), new Random(3))) {
            throw new IOException("the client did not prove that it knows the key");
        }
    }

    private void keep(Message message) {
        received.addAll(message.events());
    }

    /** Waits for the client, or for the peer's end, without reading or answering. */
    void stall(ForwardSession session) throws IOException {
        synchronized (session) {
            while (!session.socket().isClosed()) {
                try {
                    session.wait(50);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    private void answerEndlessly(ForwardSession session) throws IOException {
        greet(session);
        session.next();
        byte[] giantText = new byte[64 * 1024];
        giantText[0] = (byte) 0xdb;
        giantText[1] = 0x7f;
        while (true) {
            session.send(giantText);
        }
    }

    private static boolean hasNoPoison(Message message) {
        return message.events().stream()
                .noneMatch(event -> event.event().toString().contains("\"" + TestEvents.POISON + "\""));
    }

    private void accept(ServerSocket current) {
        while (!current.isClosed()) {
            try {
                Socket socket = current.accept();
                accepted.incrementAndGet();
                Thread thread = new Thread(() -> serve(socket), "forward-peer-connection");
                connections.put(socket, thread);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException stopped) {
                // The listener was closed, or a client went away before it was taken.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            conduct.run(new ForwardSession(socket));
        } catch (IOException | MessagePackException cutOrRefused) {
            // What the client does about it is what the tests look at.
        } finally {
            connections.remove(socket);
        }
    }

    /** Closes with a reset, as a crashed receiver does. */
    static void cut(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            return;
        }
        close(socket);
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // Already gone.
        }
    }

    private static void join(Thread thread) {
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket listenOn(ServerSocketFactory sockets, int port) throws IOException {
        ServerSocket listener = sockets.createServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return listener;
    }

    static byte[] packed(Value value) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packValue(value);
            return packer.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] acknowledgement(String chunk) {
        return packed(ValueFactory.newMap(ValueFactory.newString("ack"), ValueFactory.newString(chunk)));
    }
}
