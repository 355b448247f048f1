package io.siembridge.app.cli;

import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.NearestName;
import io.siembridge.app.config.Secret;
import io.siembridge.app.sender.Proof;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.source.ServerConfig;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Vendor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where webhooks are sent to and what proves them: a source of the configuration, or a vendor where there is none. */
final class TargetOptions {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--source", required = true, paramLabel = "SOURCE", description = "The source to send to.")
    private String source = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where to send; /webhooks/SOURCE on this machine by default.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--secret",
            paramLabel = "env:NAME|file:PATH",
            description = "The secret to sign with, or the token to send; from the configuration by default.")
    private Optional<String> secret = Optional.empty();

    /** What webhooks are sent to, and the vendor they are signed as. */
    record Target(Receiver receiver, Proof proof, Vendor vendor) {}

    /** Finds the target. Where a configuration is read, it also says where the operator API is. */
    Target find(AdminOptions admin) throws ConfigException, UsageException, FailedException {
        return config.isThere() ? ofSource(config.read(), admin) : ofVendor();
    }

    private Target ofSource(BridgeConfig read, AdminOptions admin) throws UsageException, FailedException {
        SourceConfig known = read.sources().get(source);
        if (known == null) {
            throw new UsageException("There is no source " + source + " in " + config.path()
                    + NearestName.hint(source, read.sources().keySet()));
        }
        admin.defaultTo(read.admin());
        Secret chosen = secret.isPresent() ? revealed(secret.get()) : known.currentSecret();
        return new Target(receiver(read.server()), new Proof(known.scheme(), chosen), known.vendor());
    }

    private Target ofVendor() throws UsageException, FailedException {
        Vendor vendor = Vendors.withId(source)
                .orElseThrow(() -> new UsageException("Without a configuration --source is the name of a vendor; "
                        + source + " is none. Name the configuration with --config FILE."));
        Secret chosen = revealed(secret.orElseThrow(() ->
                new UsageException("Without a configuration the secret is needed: --secret env:NAME or file:PATH")));
        URI there = url.isPresent() ? checked(url.get()) : URI.create("http://127.0.0.1:8080/webhooks/" + source);
        return new Target(
                new Receiver(there, Optional.empty()), new Proof(Optional.of(vendor.verification()), chosen), vendor);
    }

    /** The bridge of this configuration on this machine, unless another is named. */
    private Receiver receiver(ServerConfig server) throws UsageException {
        if (url.isPresent()) {
            return new Receiver(checked(url.get()), Optional.empty());
        }
        String scheme = server.tls().isPresent() ? "https" : "http";
        return new Receiver(
                URI.create(scheme + "://" + server.listen().onThisMachine() + "/webhooks/" + source),
                server.tls().map(ServerConfig.ServerTls::certificate));
    }

    private static URI checked(URI url) throws UsageException {
        return HttpUrl.checked("--url", url);
    }

    private static Secret revealed(String reference) throws UsageException, FailedException {
        if (reference.startsWith("env:")) {
            String name = reference.substring(4);
            return new Secret(Optional.ofNullable(System.getenv(name))
                    .orElseThrow(
                            () -> new UsageException("--secret: the environment variable " + name + " is not set")));
        }
        if (reference.startsWith("file:")) {
            Path file = Path.of(reference.substring(5));
            try {
                return new Secret(Files.readString(file).replaceFirst("\\r?\\n\\z", ""));
            } catch (IOException e) {
                throw new FailedException("--secret: the file " + file + " could not be read: " + e, e);
            }
        }
        throw new UsageException("--secret takes env:NAME or file:PATH, so that no secret stands in a process list");
    }
}
