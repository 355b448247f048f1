package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.Excerpt;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.syslog.ServerAddress.Transport;
import io.siembridge.app.tls.TlsConfigurationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a broken connection means for the events on it. */
final class ConnectionFault {
    /** Alerts of RFC 8446 section 6.2 by which a receiver refuses our certificate, our lack of one, or our versions. */
    private static final List<String> REFUSALS = List.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "certificate_required",
            "unknown_ca",
            "access_denied",
            "handshake_failure",
            "protocol_version",
            "insufficient_security",
            "unrecognized_name");

    private static final int CHAIN_LIMIT = 16;

    private ConnectionFault() {}

    /** Trust, names and files are for an operator to mend; everything else may pass. */
    static Outcome of(ServerAddress server, IOException fault) {
        if (untrusted(fault)) {
            return Outcome.paused("The certificate of " + server + " is not trusted: " + message(fault)
                    + "; check tls.ca, tls.server_name and its expiry");
        }
        Optional<String> refusal = refusal(fault);
        if (refusal.isPresent()) {
            return Outcome.paused(server + " refused the TLS handshake (" + refusal.get()
                    + "); check tls.certificate, what the receiver trusts, and tls.minimum");
        }
        return Outcome.retry(passing(server, fault));
    }

    static Outcome of(ServerAddress server, TlsConfigurationException fault) {
        return Outcome.paused("TLS to " + server + " cannot be set up: " + message(fault));
    }

    /** The stream ended in order, but not because we asked for it. */
    static Outcome closed(ServerAddress server) {
        return Outcome.retry(server + " closed the connection before what was sent could be confirmed");
    }

    /** Some receivers, rsyslog among them, refuse a client certificate by closing without a word. */
    static Outcome closedAtOnce(ServerAddress server) {
        String hint =
                server.transport() == Transport.TLS ? " If it asks for a certificate, check tls.certificate." : "";
        return Outcome.retry(server + " closed the connection as soon as it was open." + hint);
    }

    /** A syslog receiver never speaks: this is something else, or one that complains. */
    static Outcome answered(ServerAddress server, byte[] answer) {
        return Outcome.retry(server
                        + " answered, which no syslog receiver does; is it the right port, and does it expect TLS?")
                .withExcerpt(Excerpt.of(answer, List.of()));
    }

    private static String passing(ServerAddress server, IOException fault) {
        if (fault instanceof UnknownHostException) {
            return "The name " + server.host() + " could not be resolved";
        }
        if (fault instanceof ConnectException || fault instanceof SocketTimeoutException) {
            return server + " could not be reached: " + message(fault);
        }
        return "The connection to " + server + " broke: " + message(fault);
    }

    private static boolean untrusted(Throwable fault) {
        return chain(fault)
                .anyMatch(cause -> cause instanceof CertificateException
                        || cause instanceof CertPathValidatorException
                        || cause instanceof CertPathBuilderException
                        || cause instanceof SSLPeerUnverifiedException);
    }

    /** With TLS 1.3 such an alert comes only after the handshake looked good from here. */
    private static Optional<String> refusal(Throwable fault) {
        return chain(fault)
                .filter(SSLException.class::isInstance)
                .map(ConnectionFault::message)
                .filter(text -> text.contains("fatal alert"))
                .flatMap(text -> REFUSALS.stream().filter(text::contains))
                .findFirst();
    }

    private static Stream<Throwable> chain(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
                .limit(CHAIN_LIMIT);
    }

    private static String message(Throwable fault) {
        String message = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        return Excerpt.of(message.getBytes(StandardCharsets.UTF_8), List.of());
    }
}
