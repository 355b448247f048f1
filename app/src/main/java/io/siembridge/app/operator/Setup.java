package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What follows from the configuration as it is now. A reload makes another one, so whoever answers a request takes one and
 * keeps to it.
 *
 * @param destinations names of the destinations a source's webhooks are owed to, by source
 * @param workers by destination
 * @param forwarded which events are switched on; for consumers that pull
 * @param configuration as running, secrets as stars
 * @param warnings what an operator should be told about it
 */
public record Setup(
        Map<String, SourceConfig> sources,
        Map<String, List<String>> destinations,
        Map<String, DeliveryWorker> workers,
        Predicate<OcsfEvent> forwarded,
        JsonNode configuration,
        List<String> warnings) {
    public Setup {
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        destinations = Map.copyOf(destinations);
        workers = Collections.unmodifiableMap(new LinkedHashMap<>(workers));
        warnings = List.copyOf(warnings);
    }
}
