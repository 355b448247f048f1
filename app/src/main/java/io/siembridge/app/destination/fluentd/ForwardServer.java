package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Excerpt;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.fluentd.FluentdConfig.Address;
import io.siembridge.app.destination.fluentd.Handshake.Hello;
import io.siembridge.app.destination.fluentd.Handshake.Verdict;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.msgpack.value.Value;

/** One configured server: connects to it, shakes hands with it, and remembers how that went. */
final class ForwardServer {
    /** After so many connections without a HELO it is no passing fault. */
    static final int SILENCES_TOLERATED = 4;

    /** Fluent Bit answers a wrong key by closing the connection; so does a receiver that is just being stopped. */
    static final int CUTS_TOLERATED = 2;

    /**
     * How long a refusal takes to show: in TLS 1.3 a receiver refuses our certificate after the handshake. Later the reset
     * of a connection we write to would hide it. One with a shared key speaks first, so there it shows anyway.
     */
    private static final Duration SETTLE = Duration.ofMillis(200);

    private final Address address;
    private final FluentdConfig config;
    private final Optional<Handshake> handshake;
    private final RandomGenerator random;
    private int silencesInARow;
    private int cutsInARow;
    private Instant restsUntil = Instant.MIN;

    ForwardServer(Address address, FluentdConfig config, String clientHostName, RandomGenerator random) {
        this.address = address;
        this.config = config;
        this.handshake = config.sharedKey().map(key -> new Handshake(clientHostName, key, config.login()));
        this.random = random;
    }

    Address address() {
        return address;
    }

    boolean restsAt(Instant moment) {
        return moment.isBefore(restsUntil);
    }

    Instant restsUntil() {
        return restsUntil;
    }

    void restUntil(Instant moment) {
        restsUntil = moment;
    }

    /** Connects on a new channel, which its maker can close to end the attempt. */
    Session connect(SocketChannel channel) throws PeerFault {
        try {
            ForwardConnection connection =
                    ForwardConnection.open(channel, address, config.tls(), config.connectTimeout());
            if (handshake.isPresent()) {
                return new Session(connection, shakeHands(connection, handshake.get()));
            }
            if (address.tls()) {
                connection.expectNoHello(SETTLE);
            }
            return new Session(connection, true);
        } catch (IOException failure) {
            throw PeerFault.ofAnswer(address, failure);
        }
    }

    /** Returns whether the receiver keeps the connection after a message. */
    private boolean shakeHands(ForwardConnection connection, Handshake handshake) throws IOException {
        Hello hello = awaitHello(connection);
        String salt = Handshake.salt(random);
        connection.write(handshake.ping(hello, salt), config.connectTimeout());
        Verdict verdict = handshake.judge(awaitPong(connection), hello, salt);
        String said = Excerpt.of(verdict.text(), config.secrets());
        return switch (verdict.kind()) {
            case WELCOME -> hello.keepAlive();
            case REFUSED ->
                throw new PeerFault(Outcome.paused(address + " refused us: check shared_key, username and password")
                        .withExcerpt(said));
            case IMPOSTOR ->
                throw new PeerFault(Outcome.paused(address + " calls itself \"" + said
                        + "\" and did not prove that it knows the shared key: check shared_key and the address"));
        };
    }

    private Hello awaitHello(ForwardConnection connection) throws IOException {
        try {
            Hello hello = Handshake.hello(connection.read(config.connectTimeout()));
            silencesInARow = 0;
            return hello;
        } catch (SocketTimeoutException silent) {
            silencesInARow++;
            String reason = address + " sent no HELO within "
                    + config.connectTimeout().toMillis()
                    + " ms although shared_key is set: does the receiver have a <security> section?";
            throw new PeerFault(silencesInARow > SILENCES_TOLERATED ? Outcome.paused(reason) : Outcome.retry(reason));
        }
    }

    private Value awaitPong(ForwardConnection connection) throws IOException {
        try {
            Value answer = connection.read(config.connectTimeout());
            cutsInARow = 0;
            return answer;
        } catch (IOException failure) {
            if (!PeerFault.isCut(failure)) {
                throw failure;
            }
            cutsInARow++;
            String reason = address + " closed the connection instead of answering PING: probably a wrong shared key";
            throw new PeerFault(cutsInARow > CUTS_TOLERATED ? Outcome.paused(reason) : Outcome.retry(reason));
        }
    }

    /**
     * A connection ready for events.
     *
     * @param keepAlive whether it may be used for more than one message
     */
    record Session(ForwardConnection connection, boolean keepAlive) {}
}
