package io.siembridge.app.destination.fluentd;

import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.fluentd.FluentdConfig.Address;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** What went wrong with a receiver, as the outcome it means for events. */
final class PeerFault extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    PeerFault(Outcome outcome) {
        super(outcome.reason());
        this.outcome = outcome;
    }

    /** The fault in a failed read, write or connection attempt; a fault stays what it is. */
    static PeerFault of(Address address, IOException failure) {
        if (failure instanceof PeerFault fault) {
            return fault;
        }
        if (failure instanceof SSLException encrypted && brokeOff(encrypted)) {
            // The platform's words for it are the name of one of its methods.
            return new PeerFault(Outcome.retry(address + " cut the TLS connection (" + describe(failure)
                    + "). If it asks for a certificate, check tls.certificate and what the receiver trusts"));
        }
        return new PeerFault(Outcome.retry(address + " failed: " + describe(failure)));
    }

    /** The fault in setting up TLS: certificates, names and versions do not mend themselves, connections do. */
    static PeerFault ofTls(Address address, SSLException failure) {
        return brokeOff(failure) ? of(address, failure) : tlsRefused(address, failure);
    }

    /** In TLS 1.3 a receiver's refusal of our certificate comes with what should have been its first answer. */
    static PeerFault ofAnswer(Address address, IOException failure) {
        return failure instanceof SSLHandshakeException refusal && !brokeOff(refusal)
                ? tlsRefused(address, refusal)
                : of(address, failure);
    }

    /** Whether the connection ended, in whichever way. */
    static boolean isCut(IOException failure) {
        return failure instanceof EOFException
                || failure instanceof SocketException
                || (failure instanceof SSLException encrypted && brokeOff(encrypted));
    }

    Outcome outcome() {
        return outcome;
    }

    private static PeerFault tlsRefused(Address address, SSLException failure) {
        return new PeerFault(Outcome.paused("TLS with " + address + " failed: " + describe(failure)
                + "; check tls.ca, tls.server_name, tls.certificate and that the receiver speaks TLS there"));
    }

    private static boolean brokeOff(SSLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && !(cause instanceof SSLException)) {
                return true;
            }
        }
        return false;
    }

    private static String describe(IOException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
