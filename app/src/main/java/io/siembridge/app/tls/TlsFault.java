package io.siembridge.app.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Tells a TLS fault that a person has to mend (trust, name, expiry, versions, client certificate) from a connection that
 * merely broke while TLS was spoken on it.
 */
public final class TlsFault {
    private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]+)");

    /** Alerts of RFC 8446, section 6.2, with which a peer says that our side is set up wrongly. */
    private static final Set<String> ABOUT_OUR_SIDE = Set.of(
            "handshake_failure",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "protocol_version",
            "insufficient_security",
            "unrecognized_name",
            "certificate_required");

    private TlsFault() {}

    /** What is wrong with the TLS set-up, for an operator; empty when trying again later may be enough. */
    public static Optional<String> of(Throwable fault) {
        List<Throwable> causes = causes(fault);
        if (has(causes, CertificateExpiredException.class)) {
            return Optional.of("the peer's certificate has expired");
        }
        if (has(causes, CertificateNotYetValidException.class)) {
            return Optional.of("the peer's certificate is not valid yet; is the clock right?");
        }
        if (has(causes, CertPathBuilderException.class)) {
            return Optional.of(
                    "the peer's certificate is not signed by a trusted authority; tls.ca names the authorities");
        }
        return causes.stream()
                .flatMap(cause -> certificateFault(cause).stream())
                .findFirst()
                .or(() -> causes.stream()
                        .flatMap(cause -> protocolFault(cause).stream())
                        .findFirst());
    }

    private static Optional<String> certificateFault(Throwable cause) {
        if (!(cause instanceof CertificateException)) {
            return Optional.empty();
        }
        boolean name = message(cause).toLowerCase(Locale.ROOT).contains("subject alternative")
                || message(cause).startsWith("No name matching");
        return Optional.of("the peer's certificate is refused: " + message(cause)
                + (name ? "; tls.server_name is the name to expect" : ""));
    }

    private static Optional<String> protocolFault(Throwable cause) {
        if (!(cause instanceof SSLException)) {
            return Optional.empty();
        }
        Matcher alert = ALERT.matcher(message(cause));
        if (alert.find()) {
            return ABOUT_OUR_SIDE.contains(alert.group(1))
                    ? Optional.of("the peer broke off the TLS handshake: " + alert.group(1)
                            + "; does it ask for a client certificate or another TLS version?")
                    : Optional.empty();
        }
        if (message(cause).contains("ecognized SSL message")) {
            return Optional.of("the peer does not speak TLS on this port");
        }
        return message(cause).startsWith("No appropriate protocol")
                ? Optional.of("no TLS version is allowed on both sides; see tls.minimum")
                : Optional.empty();
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static String message(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    private static List<Throwable> causes(Throwable fault) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        for (Throwable at = fault; at != null && seen.add(at); at = at.getCause()) {
            causes.add(at);
        }
        return causes;
    }
}
