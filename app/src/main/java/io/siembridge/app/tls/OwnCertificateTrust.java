package io.siembridge.app.tls;

import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Trusts one certificate and nothing else, without regard to who signed it and to the name it is for. */
final class OwnCertificateTrust extends HostlessTrust {
    private final Certificate own;

    OwnCertificateTrust(Certificate own) {
        this.own = own;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (!chain[0].equals(own)) {
            throw new CertificateException("What answers has another certificate than the one of server.tls");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("No client is expected here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
