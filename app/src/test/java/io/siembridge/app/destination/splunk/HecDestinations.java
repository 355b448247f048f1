package io.siembridge.app.destination.splunk;

import io.siembridge.app.config.Section;
import io.siembridge.app.destination.DestinationContext;
import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.TestConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** Destinations for tests, which ask for acknowledgements without waiting long. */
final class HecDestinations {
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private HecDestinations() {}

    static SplunkHecDestination askingAfter(Duration pause, String url, DestinationContext context) {
        return new SplunkHecDestination(config(url, "acknowledgement: true"), context, pause);
    }

    static SplunkHecDestination at(String url, DestinationContext context, String... more) {
        return new SplunkHecDestination(config(url, more), context, AT_ONCE);
    }

    static SplunkHecDestination acknowledged(String url, DestinationContext context, String... more) {
        String[] lines = Stream.concat(Stream.of("acknowledgement: true"), Arrays.stream(more))
                .toArray(String[]::new);
        return at(url, context, lines);
    }

    static SplunkHecConfig config(String url, String... more) {
        Stream<String> lines = Stream.concat(
                Stream.of("type: splunk-hec", "url: " + url, "token: " + DestinationContract.CANARY),
                Arrays.stream(more));
        return TestConfig.read(Section.of(SplunkHecConfig::read, SplunkHecConfig.KEYS), lines.toArray(String[]::new));
    }
}
