package io.siembridge.app.destination.splunk;

import io.siembridge.app.config.Section;
import io.siembridge.app.destination.DestinationFactory;
import io.siembridge.app.destination.DestinationType;

/** Splunk's HTTP Event Collector, and what speaks its protocol. */
public final class SplunkHecType implements DestinationType {
    @Override
    public String id() {
        return "splunk-hec";
    }

    @Override
    public Section<DestinationFactory> section() {
        return Section.of(
                values -> {
                    SplunkHecConfig config = SplunkHecConfig.read(values);
                    return context -> new SplunkHecDestination(config, context);
                },
                SplunkHecConfig.KEYS);
    }
}
