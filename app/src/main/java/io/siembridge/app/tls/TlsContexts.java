package io.siembridge.app.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Builds TLS contexts from PEM files. Files are read when asked, so a renewed certificate is seen by the next call. */
public final class TlsContexts {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] IN_MEMORY_ONLY = "in-memory".toCharArray();

    private TlsContexts() {}

    /**
     * A context for connecting out.
     *
     * @throws TlsConfigurationException when a file is missing, unreadable or not what it should be
     */
    public static SSLContext client(TlsConfig config) throws TlsConfigurationException {
        KeyManager @Nullable [] keys = config.certificate().isPresent()
                ? keyManagers(config.certificate().get(), config.key().orElseThrow())
                : null;
        TrustManager @Nullable [] trust =
                config.ca().isPresent() ? trustManagers(config.ca().get()) : null;
        if (config.serverName().isPresent()) {
            trust = naming(config.serverName().get(), trust == null ? trustManagers((KeyStore) null) : trust);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsConfigurationException("TLS could not be set up: " + e.getMessage(), e);
        }
    }

    /**
     * A context for connecting to a listener of our own, which has this certificate. It is trusted as it is, whoever signed
     * it and whatever name it is for: on this machine the listener is reached by another.
     *
     * @throws TlsConfigurationException when the file is missing, unreadable or not what it should be
     */
    public static SSLContext toOwn(Path certificate) throws TlsConfigurationException {
        Certificate own = certificates(certificate).iterator().next();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new OwnCertificateTrust(own)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsConfigurationException("TLS could not be set up: " + e.getMessage(), e);
        }
    }

    /**
     * Parameters that make a socket or client check the peer's name, which a raw {@code SSLSocket} does not do by itself.
     * With a {@code server_name} it is the context that checks it.
     */
    public static SSLParameters parameters(TlsConfig config) {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(config.minimum().andNewer());
        return parameters;
    }

    /** A key store with one certificate chain and its key, as servers want it. Its password is {@link #storePassword}. */
    public static KeyStore keyStore(Path certificate, Path key) throws TlsConfigurationException {
        List<? extends Certificate> chain = List.copyOf(certificates(certificate));
        try {
            PrivateKey privateKey = privateKey(key);
            if (!belongTogether(chain.get(0).getPublicKey(), privateKey)) {
                throw new TlsConfigurationException(
                        "The key in " + key + " is not the key of the first certificate in " + certificate, null);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("bridge", privateKey, IN_MEMORY_ONLY, chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsConfigurationException(
                    "The key in " + key + " could not be used with " + certificate + ": " + e.getMessage(), e);
        }
    }

    /** Nothing else compares them, and a listener with another's key would start, and fail every handshake. */
    private static boolean belongTogether(PublicKey certified, PrivateKey key) throws GeneralSecurityException {
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                });
        byte[] text = "belongs together".getBytes(StandardCharsets.US_ASCII);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(text);
        return signature.verify(signed);
    }

    /** The password of stores made here; they never leave the process. */
    public static char[] storePassword() {
        return IN_MEMORY_ONLY.clone();
    }

    private static KeyManager[] keyManagers(Path certificate, Path key) throws TlsConfigurationException {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keyStore(certificate, key), IN_MEMORY_ONLY);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new TlsConfigurationException("The client certificate " + certificate + " could not be used", e);
        }
    }

    private static TrustManager[] trustManagers(Path ca) throws TlsConfigurationException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(ca)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            return trustManagers(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsConfigurationException("The certificates in " + ca + " could not be trusted", e);
        }
    }

    /** Trusts what is in the store; without a store, what the platform trusts. */
    private static TrustManager[] trustManagers(@Nullable KeyStore store) throws TlsConfigurationException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new TlsConfigurationException("The trusted certificates could not be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] naming(String name, TrustManager[] chains) {
        return Stream.of(chains)
                .map(trust -> trust instanceof X509TrustManager x509 ? new ConfiguredNameTrust(x509, name) : trust)
                .toArray(TrustManager[]::new);
    }

    private static Collection<? extends Certificate> certificates(Path file) throws TlsConfigurationException {
        try (InputStream stream = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(stream);
            if (found.isEmpty()) {
                throw new TlsConfigurationException(file + " holds no certificate in PEM form", null);
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsConfigurationException("Certificates could not be read from " + file + ": " + e, e);
        }
    }

    private static PrivateKey privateKey(Path file) throws TlsConfigurationException {
        Matcher matcher;
        try {
            matcher = PRIVATE_KEY.matcher(Files.readString(file));
        } catch (IOException e) {
            throw new TlsConfigurationException("The private key could not be read from " + file + ": " + e, e);
        }
        if (!matcher.find()) {
            throw new TlsConfigurationException(
                    file + " holds no PKCS#8 key; convert it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out " + file,
                    null);
        }
        byte[] encoded = decoded(file, matcher.group(1));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            Optional<PrivateKey> key = privateKey(algorithm, encoded);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new TlsConfigurationException("The private key in " + file + " is neither RSA nor EC nor Ed25519", null);
    }

    private static byte[] decoded(Path file, String base64) throws TlsConfigurationException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException cutShort) {
            throw new TlsConfigurationException("The private key in " + file + " is damaged: it is no Base64", null);
        }
    }

    /** PKCS#8 does not say its kind in a form the platform offers; each factory refuses the others' keys. */
    private static Optional<PrivateKey> privateKey(String algorithm, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException notOfThisKind) {
            return Optional.empty();
        }
    }
}
