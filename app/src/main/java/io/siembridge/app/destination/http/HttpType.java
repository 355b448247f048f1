package io.siembridge.app.destination.http;

import io.siembridge.app.config.Section;
import io.siembridge.app.destination.DestinationFactory;
import io.siembridge.app.destination.DestinationType;

/** Any collector that takes JSON over HTTP: Logstash, Fluentd, a cloud's webhook. */
public final class HttpType implements DestinationType {
    @Override
    public String id() {
        return "http";
    }

    @Override
    public Section<DestinationFactory> section() {
        return Section.of(
                values -> {
                    HttpConfig config = HttpConfig.read(values);
                    return context -> new HttpDestination(config, context);
                },
                HttpConfig.KEYS);
    }
}
