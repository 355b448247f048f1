package io.siembridge.app.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.X509TrustManager;

/**
 * Wants one configured name in the peer's certificate instead of the host that was connected to. The platform has no
 * setting for that: its HTTP client always compares with the host of the URL.
 */
final class ConfiguredNameTrust extends HostlessTrust {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509TrustManager chains;
    private final String name;

    ConfiguredNameTrust(X509TrustManager chains, String name) {
        this.chains = chains;
        this.name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkServerTrusted(chain, authType);
        Collection<List<?>> names = chain[0].getSubjectAlternativeNames();
        if (names == null || names.stream().noneMatch(this::matches)) {
            throw new CertificateException("No subject alternative name matching " + name + " found");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }

    private boolean matches(List<?> alternative) {
        Object kind = alternative.get(0);
        String value = String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT);
        if (kind.equals(DNS_NAME)) {
            return value.startsWith("*.") ? matchesWildcard(value) : value.equals(name);
        }
        return kind.equals(IP_ADDRESS) && isAddress(name) && sameAddress(value);
    }

    /** RFC 6125, 6.4.3: the star stands for exactly one whole label, the leftmost. */
    private boolean matchesWildcard(String pattern) {
        int dot = name.indexOf('.');
        return dot > 0
                && !isAddress(name)
                && pattern.indexOf('.', 2) > 0
                && name.substring(dot).equals(pattern.substring(1));
    }

    private boolean sameAddress(String value) {
        try {
            return InetAddress.getByName(value).equals(InetAddress.getByName(name));
        } catch (UnknownHostException notALiteral) {
            return false;
        }
    }

    /** Literals only, so that looking at a name never asks the resolver. */
    private static boolean isAddress(String text) {
        return text.indexOf(':') >= 0 || text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
