package io.siembridge.app.destination.splunk;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Secret;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.CommonKeys;
import io.siembridge.app.destination.HttpSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One HTTP Event Collector and how to speak to it.
 *
 * @param index empty for the token's own default
 * @param acknowledgement whether an event is delivered only when an indexer has confirmed it
 * @param acknowledgementTimeout how long to wait for that before sending again
 * @param batchBytes of events in a request, before compression
 * @param maxEvent the largest event, in bytes of JSON
 */
record SplunkHecConfig(
        HttpSettings http,
        Secret token,
        Optional<String> index,
        String sourceTypePrefix,
        boolean acknowledgement,
        Duration acknowledgementTimeout,
        boolean gzip,
        long batchBytes,
        long maxEvent) {
    private static final Key<Secret> TOKEN = Key.required("token", ValueTypes.secret(), "The collector's token.");
    private static final Key<Optional<String>> INDEX =
            Key.optional("index", ValueTypes.text(), "Index to write to, if not the token's default.");
    private static final Key<String> SOURCE_TYPE_PREFIX = Key.withDefault(
            "source_type_prefix",
            ValueTypes.text(),
            "ocsf",
            "Source types are PREFIX:VENDOR:KIND, such as ocsf:snyk:issue.");
    private static final Key<Boolean> ACKNOWLEDGEMENT = Key.withDefault(
            "acknowledgement",
            ValueTypes.bool(),
            "false",
            "Whether events count as delivered only when an indexer has confirmed them; the token must have it enabled.");
    private static final Key<Duration> ACKNOWLEDGEMENT_TIMEOUT = Key.withDefault(
            "acknowledgement_timeout",
            ValueTypes.duration(),
            "5m",
            "How long to wait for an acknowledgement before sending again; under 3m leads to duplicates.");
    private static final Key<Boolean> GZIP =
            Key.withDefault("gzip", ValueTypes.bool(), "true", "Whether requests are compressed.");

    static final List<Key<?>> KEYS = keys();

    private static final String COLLECTOR = "/services/collector";

    static SplunkHecConfig read(Section.Values values) {
        CommonKeys.ALL.forEach(values::get);
        SplunkHecConfig config = new SplunkHecConfig(
                HttpSettings.read(values),
                values.get(TOKEN),
                values.get(INDEX),
                values.get(SOURCE_TYPE_PREFIX),
                values.get(ACKNOWLEDGEMENT),
                values.get(ACKNOWLEDGEMENT_TIMEOUT),
                values.get(GZIP),
                HttpSettings.batchBytes(values),
                HttpSettings.maxEvent(values));
        config.check(values);
        return config;
    }

    private void check(Section.Values values) {
        if (http.url().getRawQuery() != null) {
            values.problem("the address of a collector has no query; leave out what follows the question mark");
        }
        if (values.has(TOKEN) && !HttpSettings.isHeaderValue(token.reveal())) {
            values.problem(TOKEN, "holds a character that no header can, such as a line break at its end");
        }
        if (!sourceTypePrefix.matches("[A-Za-z0-9_:.-]*")) {
            values.problem(SOURCE_TYPE_PREFIX, "expected letters, digits and any of _ : . -");
        }
        if (acknowledgementTimeout.isZero()) {
            values.problem(ACKNOWLEDGEMENT_TIMEOUT, "expected a time longer than none");
        }
    }

    /** The address of one of the collector's endpoints, whether or not the configured one names an endpoint already. */
    URI endpoint(String name) {
        String path = Optional.ofNullable(http.url().getRawPath()).orElse("");
        String base = path.replaceFirst(COLLECTOR + "(/event|/raw|/ack|/health)?(/1\\.0)?/?$", "")
                .replaceFirst("/+$", "");
        return URI.create(http.origin() + base + COLLECTOR + "/" + name);
    }

    private static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>(CommonKeys.ALL);
        keys.addAll(HttpSettings.KEYS);
        return Section.join(keys, TOKEN, INDEX, SOURCE_TYPE_PREFIX, ACKNOWLEDGEMENT, ACKNOWLEDGEMENT_TIMEOUT, GZIP);
    }
}
