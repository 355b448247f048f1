package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.fluentd.FluentdConfig.Address;
import io.siembridge.app.tls.TlsConfig;
import io.siembridge.app.tls.TlsConfigurationException;
import io.siembridge.app.tls.TlsContexts;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.msgpack.value.Value;

/**
 * One connection to a receiver. It rests on a channel, because blocking calls on a channel end when the thread is
 * interrupted and when another thread closes it: so a stop is quick, and a write that a stalled receiver never takes,
 * which knows no timeout of its own, ends in time.
 */
final class ForwardConnection implements Closeable {
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Address address;
    private final SocketChannel channel;
    private final Socket socket;
    private final AnswerReader answers;

    private ForwardConnection(Address address, SocketChannel channel, Socket socket) throws IOException {
        this.address = address;
        this.channel = channel;
        this.socket = socket;
        this.answers = new AnswerReader(socket.getInputStream());
    }

    /**
     * Connects, with TLS where the address asks for it.
     *
     * @param channel a new one; whoever made it can close it to end the attempt
     */
    static ForwardConnection open(SocketChannel channel, Address address, TlsConfig tls, Duration timeout)
            throws IOException {
        return within(timeout, "connecting", channel, () -> {
            InetSocketAddress place = new InetSocketAddress(address.host(), address.port());
            if (place.isUnresolved()) {
                throw new UnknownHostException("the host name cannot be resolved");
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.connect(place);
            Socket plain = channel.socket();
            return new ForwardConnection(address, channel, address.tls() ? encrypt(plain, address, tls) : plain);
        });
    }

    Address address() {
        return address;
    }

    /** Writes a message in one go: Fluent Bit gives up on a PING that comes in two. */
    void write(byte[] message, Duration timeout) throws IOException {
        within(timeout, "writing", channel, () -> {
            socket.getOutputStream().write(message);
            socket.getOutputStream().flush();
            return true;
        });
    }

    Value read(Duration timeout) throws IOException {
        return within(timeout, "waiting for an answer", channel, answers::next);
    }

    /** Sends a message and waits until the receiver acknowledges it. */
    void deliver(byte[] message, String chunk, Duration timeout) throws IOException {
        Value answer = within(timeout, "sending a message and waiting for its acknowledgement", channel, () -> {
            socket.getOutputStream().write(message);
            socket.getOutputStream().flush();
            return answers.next();
        });
        if (Handshake.isHello(answer)) {
            throw keyRequired();
        }
        if (!isAcknowledgement(answer, chunk)) {
            throw new ProtocolException("the receiver answered with something other than the acknowledgement");
        }
    }

    /** Whether the receiver is still there and has said nothing unasked: an idle connection may be long gone. */
    boolean isQuiet() {
        try {
            return heardNothing(Duration.ofMillis(1));
        } catch (IOException broken) {
            return false;
        }
    }

    /** Listens for a HELO: a receiver with a shared key speaks first. */
    void expectNoHello(Duration listening) throws IOException {
        if (heardNothing(listening)) {
            return;
        }
        throw Handshake.isHello(read(listening))
                ? keyRequired()
                : new ProtocolException("the receiver spoke before it was sent anything");
    }

    /** Ends the connection politely if that is quick. */
    @Override
    public void close() {
        try {
            within(FAREWELL, "closing", channel, () -> {
                socket.close();
                return true;
            });
        } catch (IOException alreadyGone) {
            abort();
        }
    }

    /** Ends the connection at once, and whatever waits on it. */
    void abort() {
        abort(channel);
    }

    private boolean heardNothing(Duration listening) throws IOException {
        if (answers.hasUnreadBytes()) {
            return false;
        }
        socket.setSoTimeout((int) listening.toMillis());
        try {
            answers.awaitAnything();
            return false;
        } catch (SocketTimeoutException silent) {
            socket.setSoTimeout(0);
            return true;
        }
    }

    private PeerFault keyRequired() {
        return new PeerFault(Outcome.paused(
                address + " requires a shared key: set shared_key to the one in the receiver's configuration"));
    }

    private static boolean isAcknowledgement(Value answer, String chunk) {
        if (!answer.isMapValue()) {
            return false;
        }
        byte[] echo = Handshake.raw(Handshake.member(answer, "ack"));
        return new String(echo, StandardCharsets.UTF_8).equals(chunk);
    }

    private static SSLSocket encrypt(Socket plain, Address address, TlsConfig tls) throws IOException {
        String name = tls.serverName().orElse(address.host());
        try {
            SSLSocket socket = (SSLSocket)
                    TlsContexts.client(tls).getSocketFactory().createSocket(plain, name, address.port(), true);
            socket.setSSLParameters(TlsContexts.parameters(tls));
            socket.startHandshake();
            return socket;
        } catch (TlsConfigurationException e) {
            throw new PeerFault(Outcome.paused(String.valueOf(e.getMessage())));
        } catch (SSLException e) {
            throw PeerFault.ofTls(address, e);
        }
    }

    /** Runs with an alarm that closes the channel when time is up. */
    private static <T> T within(Duration limit, String what, SocketChannel channel, Exchange<T> exchange)
            throws IOException {
        CompletableFuture<Boolean> inTime =
                new CompletableFuture<Boolean>().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Boolean> unused = inTime.whenComplete((done, late) -> {
            if (late != null) {
                abort(channel);
            }
        });
        try {
            return exchange.run();
        } catch (IOException failure) {
            if (inTime.isCompletedExceptionally()) {
                throw new SocketTimeoutException(what + " took longer than " + limit.toMillis() + " ms");
            }
            throw failure;
        } finally {
            inTime.complete(true);
        }
    }

    private static void abort(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // Closing a connection that is broken already; there is nothing left to save.
        }
    }

    /** Reads and writes that belong together. */
    private interface Exchange<T> {
        T run() throws IOException;
    }
}
