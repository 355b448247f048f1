package io.siembridge.app.cli;

import io.siembridge.app.config.Secret;
import io.siembridge.app.operator.AdminConfig;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the running bridge's operator API is, and the token for it. */
final class AdminOptions {
    private static final String VARIABLE = "SIEM_BRIDGE_ADMIN_TOKEN";

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description =
                    "The operator API of the running bridge, http://127.0.0.1:8081 by default; its token is taken from "
                            + VARIABLE + ".")
    private Optional<URI> url = Optional.empty();

    private Optional<AdminConfig> configured = Optional.empty();

    /** Uses what the configuration says where nothing else does. */
    void defaultTo(AdminConfig config) {
        configured = Optional.of(config);
    }

    URI url() throws UsageException {
        if (url.isPresent()) {
            return HttpUrl.checked("--admin", url.get());
        }
        return URI.create("http://"
                + configured
                        .map(config -> config.listen().onThisMachine().toString())
                        .orElse("127.0.0.1:8081"));
    }

    Secret token() throws UsageException {
        Optional<Secret> fromEnvironment =
                Optional.ofNullable(System.getenv(VARIABLE)).map(Secret::new);
        return fromEnvironment
                .or(() -> configured.flatMap(AdminConfig::token))
                .orElseThrow(() -> new UsageException("The operator API needs a token: set " + VARIABLE));
    }
}
