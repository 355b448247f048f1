package io.siembridge.app.bridge;

import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.Secret;
import io.siembridge.app.sender.Proof;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A bridge of its own for a test: sources of all vendors, a spool on disk, and destinations of the test's choice. */
public final class RunningBridge implements AutoCloseable {
    public static final String ADMIN_TOKEN = "admin-token-of-the-tests-7f3a";
    public static final Secret SOVEREN = new Secret("soveren secret of the tests");
    public static final Secret SNYK = new Secret("snyk-secret-of-the-tests");
    public static final Secret WALLARM = new Secret("wallarm-token-of-the-tests");
    public static final Secret SODA = new Secret("Bearer soda-token-of-the-tests");

    private final Path folder;
    private final Bridge bridge;

    private RunningBridge(Path folder, Bridge bridge) {
        this.folder = folder;
        this.bridge = bridge;
    }

    /** Starts one with an {@code archive} file destination. */
    public static RunningBridge start(Path folder) throws Exception {
        return start(folder, "", "  archive: {type: file, path: \"" + folder.resolve("out.ndjson") + "\"}\n");
    }

    /**
     * Starts one.
     *
     * @param server further keys of the server section, such as {@code , max_body: 1KiB}
     * @param destinations the lines of that section
     */
    public static RunningBridge start(Path folder, String server, String destinations) throws Exception {
        return start(folder, server, "", destinations, Environment.real());
    }

    /**
     * Starts one.
     *
     * @param sourceKeys further keys of every source, such as {@code , rate: 1/s}
     */
    public static RunningBridge start(
            Path folder, String server, String sourceKeys, String destinations, Environment environment)
            throws Exception {
        BridgeConfig config = new ConfigReader(name -> Optional.empty())
                .read(yaml(folder, server, sourceKeys, destinations), folder, BridgeConfig.SECTION);
        Bridge bridge = new Bridge(config, environment);
        bridge.start();
        return new RunningBridge(folder, bridge);
    }

    /** The configuration such a bridge runs on. */
    public static String yaml(Path folder, String server, String sourceKeys, String destinations) {
        String sources =
                Vendors.all().stream().map(vendor -> source(vendor, sourceKeys)).collect(Collectors.joining());
        return """
                server: {listen: "127.0.0.1:0"%s}
                admin: {listen: "127.0.0.1:0", token: "%s"}
                spool: {url: "jdbc:sqlite:%s", min_free_disk: 1MiB}
                sources:
                %sdestinations:
                %s""".formatted(server, ADMIN_TOKEN, folder.resolve("spool.db"), sources, destinations);
    }

    private static String source(Vendor vendor, String keys) {
        String proof =
                vendor.verification() instanceof HmacSignature ? "secrets: [\"%s\"]" : "token: {values: [\"%s\"]}";
        String secret = secret(vendor.id()).reveal();
        return "  %s: {vendor: %s, %s%s}\n".formatted(vendor.id(), vendor.id(), proof.formatted(secret), keys);
    }

    private static Secret secret(String vendor) {
        return switch (vendor) {
            case "soveren" -> SOVEREN;
            case "snyk" -> SNYK;
            case "wallarm" -> WALLARM;
            case "soda" -> SODA;
            default -> new Secret(vendor + "-secret-of-the-tests");
        };
    }

    /** The header by which a vendor's webhook with this body is proved. */
    public static Map<String, String> proof(String vendor, byte[] body) {
        Optional<VerificationScheme> scheme = Vendors.withId(vendor).map(Vendor::verification);
        return new Proof(scheme, secret(vendor)).header(body);
    }

    /** The value of the signature header of a vendor that signs. */
    public static String signature(String vendor, byte[] body) {
        return proof(vendor, body).values().iterator().next();
    }

    public Bridge bridge() {
        return bridge;
    }

    public String url(String source) {
        return "http://127.0.0.1:" + bridge.port() + "/webhooks/" + source;
    }

    public String admin(String path) {
        return "http://127.0.0.1:" + bridge.adminPort() + path;
    }

    /** Lines of the {@code archive} destination. */
    public List<String> archived() throws IOException {
        Path file = folder.resolve("out.ndjson");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Override
    public void close() {
        bridge.close();
    }
}
