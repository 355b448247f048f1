package io.siembridge.app.bridge;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.Problems.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Reads configurations that stand in a test. */
abstract class ConfigStage {
    static final String SMALL = """
            sources:
              snyk: {vendor: snyk, secrets: ["${SNYK_SECRET}"]}
            destinations:
              archive: {type: file, path: out.ndjson}
            """;

    @TempDir
    Path folder;

    Map<String, String> environment = Map.of("SNYK_SECRET", "s3cret", "T", "a-token-of-24-characters");

    BridgeConfig read(String yaml) throws ConfigException {
        return new ConfigReader(name -> Optional.ofNullable(environment.get(name)))
                .read(yaml, folder, BridgeConfig.SECTION);
    }

    List<Problem> problems(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> read(yaml)).problems();
    }
}
