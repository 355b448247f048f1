package io.siembridge.app.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A throw-away certificate authority and what it issues, as PEM files, made with the JDK's own keytool. Two of them in
 * two directories do not trust each other.
 */
public final class TestCertificates {
    /** Names under which a test's peer is reached. */
    public static final String LOOPBACK = "dns:localhost,ip:127.0.0.1";

    private static final String PASSWORD = "throw-away";
    private static final String AUTHORITY = "authority";

    private final Path directory;
    private final Path store;

    private TestCertificates(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("store.p12");
    }

    /** Makes an authority in this directory, which must be empty of another's files. */
    public static TestCertificates createIn(Path directory) throws IOException, GeneralSecurityException {
        TestCertificates certificates = new TestCertificates(Files.createDirectories(directory));
        certificates.keytool(AUTHORITY, "-ext", "bc:c", "-ext", "ku=keyCertSign,cRLSign");
        certificates.export(AUTHORITY);
        return certificates;
    }

    /** The authority's certificate: what {@code tls.ca} names. */
    public Path authority() {
        return directory.resolve(AUTHORITY + ".crt");
    }

    /**
     * Issues a certificate that is good for a year, for servers and for clients.
     *
     * @param alias a word that names it and its files
     * @param names as in {@link #LOOPBACK}
     */
    public Identity issue(String alias, String names) throws IOException, GeneralSecurityException {
        keytool(alias, "-signer", AUTHORITY, "-ext", "san=" + names);
        return export(alias);
    }

    /** Issues a certificate that ran out a year ago. */
    public Identity issueExpired(String alias, String names) throws IOException, GeneralSecurityException {
        keytool(alias, "-signer", AUTHORITY, "-ext", "san=" + names, "-startdate", "-730d");
        return export(alias);
    }

    /** A peer that presents this identity; where it asks for client certificates, it trusts this authority's. */
    public SSLContext peer(Identity identity) throws TlsConfigurationException {
        return TlsContexts.client(trusting(Optional.of(identity)));
    }

    /** The configuration of a client that trusts this authority. */
    public TlsConfig trusting() {
        return trusting(Optional.empty());
    }

    /** The configuration of a client that trusts this authority and presents this identity. */
    public TlsConfig trustingAndPresenting(Identity identity) {
        return trusting(Optional.of(identity));
    }

    private TlsConfig trusting(Optional<Identity> identity) {
        return new TlsConfig(
                Optional.of(authority()),
                identity.map(Identity::certificate),
                identity.map(Identity::key),
                Optional.empty(),
                TlsConfig.Protocol.TLS_1_2);
    }

    private void keytool(String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + alias + " in " + directory.getFileName(),
                "-alias",
                alias,
                "-validity",
                "365"));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool could not make " + alias + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool made " + alias, e);
        } finally {
            process.destroy();
        }
    }

    private Identity export(String alias) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Key key = keys.getKey(alias, PASSWORD.toCharArray());
        Identity identity = new Identity(directory.resolve(alias + ".crt"), directory.resolve(alias + ".key"));
        Files.writeString(identity.certificate(), chain);
        Files.writeString(identity.key(), pem("PRIVATE KEY", key.getEncoded()));
        return identity;
    }

    private static String pem(String what, byte[] encoded) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /** A certificate with its chain, and its private key, as PEM files. */
    public record Identity(Path certificate, Path key) {}
}
