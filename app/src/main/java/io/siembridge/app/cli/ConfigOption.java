package io.siembridge.app.cli;

import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --config}, the same for every command that reads the configuration. */
final class ConfigOption {
    private static final Path DEFAULT = Path.of("siem-bridge.yaml");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file; siem-bridge.yaml in the working directory by default.")
    private Optional<Path> file = Optional.empty();

    Path path() {
        return file.orElse(DEFAULT);
    }

    /** Whether somebody named a file. */
    boolean isNamed() {
        return file.isPresent();
    }

    /** Whether there is a configuration to read: one that was named, or the default one. */
    boolean isThere() {
        return file.isPresent() || Files.exists(DEFAULT);
    }

    BridgeConfig read() throws ConfigException {
        return new ConfigReader(name -> Optional.ofNullable(System.getenv(name))).read(path(), BridgeConfig.SECTION);
    }
}
