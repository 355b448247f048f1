package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.source.WebhookServer;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.app.worker.WebhookNormalizer;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Vendor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The parts of the running bridge that the operator side shows and moves.
 *
 * @param workers by destination
 * @param destinations names of the destinations a source's webhooks are owed to, by source
 * @param forwarded which events are switched on; for consumers that pull
 * @param configuration as running, secrets as stars
 * @param warnings what an operator should be told at every start
 */
public record OperatedBridge(
        Spool spool,
        Map<String, DeliveryWorker> workers,
        WebhookNormalizer normalizer,
        Map<String, SourceConfig> sources,
        Map<String, List<String>> destinations,
        Predicate<OcsfEvent> forwarded,
        List<Vendor> vendors,
        WebhookServer server,
        BridgeMetrics metrics,
        JsonNode configuration,
        List<String> warnings,
        String version,
        InstantSource clock) {
    public OperatedBridge {
        warnings = List.copyOf(warnings);
        vendors = List.copyOf(vendors);
    }
}
