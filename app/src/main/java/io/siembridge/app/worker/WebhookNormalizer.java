package io.siembridge.app.worker;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.siembridge.app.spool.ContentEncoding;
import io.siembridge.app.spool.StoredWebhook;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.telemetry.LogFields;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalizer;
import io.siembridge.normalizers.vendor.Provenance;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Normalizes stored webhooks. Several workers want the same webhook within a moment, so the last results are kept, bounded
 * by the bytes they came from.
 */
public final class WebhookNormalizer {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookNormalizer.class);
    private static final long KEPT_BYTES = 6L * 1024 * 1024;
    /** What is kept of small bodies is dozens of times larger than they. */
    private static final int KEPT_WEBHOOKS = 1024;

    private static final int REMEMBERED_NOVELTIES = 500;

    private volatile Map<String, Normalizer> bySource;
    private final Map<String, Normalizer> byVendor;
    private final long maxBody;
    private final BridgeMetrics metrics;
    private final Set<String> seenNovelties = ConcurrentHashMap.newKeySet();
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>();
    private long keptBytes;

    /**
     * @param bySource normalizers with each source's settings
     * @param byVendor for webhooks of sources that are no longer configured
     * @param maxBody the most bytes to inflate a body to
     */
    public WebhookNormalizer(
            Map<String, Normalizer> bySource, Map<String, Normalizer> byVendor, long maxBody, BridgeMetrics metrics) {
        this.bySource = Map.copyOf(bySource);
        this.byVendor = Map.copyOf(byVendor);
        this.maxBody = maxBody;
        this.metrics = metrics;
    }

    /** Takes other normalizers, and forgets what the old ones made. */
    public void use(Map<String, Normalizer> normalizers) {
        synchronized (kept) {
            bySource = Map.copyOf(normalizers);
            kept.clear();
            keptBytes = 0;
        }
    }

    /** @throws MalformedPayloadException when nothing of the webhook can be read */
    public Normalization normalize(StoredWebhook webhook) throws MalformedPayloadException {
        Kept entry = entry(webhook);
        // Workers that go through the same webhooks at one time share the work: who comes second waits or takes the
        // next.
        synchronized (entry) {
            if (entry.normalization.isEmpty()) {
                try {
                    Normalization made =
                            normalizer(entry.normalizers, webhook).normalize(content(webhook), provenance(webhook));
                    entry.normalization = Optional.of(made);
                    count(webhook, made);
                } finally {
                    if (entry.normalization.isEmpty()) {
                        forget(webhook, entry);
                    }
                }
            }
            return entry.normalization.get();
        }
    }

    /**
     * The same for somebody who only looks: nothing is counted, logged or kept.
     *
     * @throws MalformedPayloadException when nothing of the webhook can be read
     */
    public Normalization view(StoredWebhook webhook) throws MalformedPayloadException {
        return normalizer(bySource, webhook).normalize(content(webhook), provenance(webhook));
    }

    private Normalizer normalizer(Map<String, Normalizer> used, StoredWebhook webhook)
            throws MalformedPayloadException {
        Normalizer ofSource = used.get(webhook.source());
        Normalizer found = ofSource == null ? byVendor.get(webhook.vendor()) : ofSource;
        if (found == null) {
            throw new MalformedPayloadException("This version knows no vendor " + webhook.vendor());
        }
        return found;
    }

    /**
     * The body, inflated if it came compressed.
     *
     * @throws MalformedPayloadException when it cannot be inflated, or only to more than is allowed
     */
    public byte[] content(StoredWebhook webhook) throws MalformedPayloadException {
        String header = webhook.headers().getOrDefault("content-encoding", "");
        ContentEncoding encoding = ContentEncoding.named(header).orElse(ContentEncoding.IDENTITY);
        try {
            byte[] body = encoding.unwrap(webhook.body(), maxBody);
            if (body.length > maxBody) {
                throw new MalformedPayloadException("The body inflates to more than " + maxBody + " bytes");
            }
            return body;
        } catch (IOException e) {
            throw new MalformedPayloadException("The body says it is gzip and is not");
        }
    }

    private static Provenance provenance(StoredWebhook webhook) {
        return new Provenance(
                webhook.webhook(),
                webhook.source(),
                webhook.received(),
                webhook.label(),
                webhook.headers(),
                webhook.bodySha256());
    }

    private Kept entry(StoredWebhook webhook) {
        synchronized (kept) {
            Kept known = kept.get(webhook.webhook());
            if (known != null) {
                return known;
            }
            Kept fresh = new Kept(bySource, webhook.body().length);
            kept.put(webhook.webhook(), fresh);
            keptBytes += fresh.bytes;
            while ((keptBytes > KEPT_BYTES || kept.size() > KEPT_WEBHOOKS) && kept.size() > 1) {
                Iterator<Kept> oldest = kept.values().iterator();
                keptBytes -= oldest.next().bytes;
                oldest.remove();
            }
            return fresh;
        }
    }

    private void forget(StoredWebhook webhook, Kept entry) {
        synchronized (kept) {
            if (kept.remove(webhook.webhook(), entry)) {
                keptBytes -= entry.bytes;
            }
        }
    }

    private void count(StoredWebhook webhook, Normalization normalization) {
        for (OcsfEvent event : normalization.events()) {
            metrics.eventNormalized(event.vendor(), event.eventClass().caption());
        }
        for (Normalization.Novelty novelty : normalization.novelties()) {
            String kind = novelty.kind().name().toLowerCase(Locale.ROOT);
            metrics.novelty(webhook.vendor(), kind);
            String name = webhook.vendor() + " " + kind + " " + novelty.name();
            if (seenNovelties.size() < REMEMBERED_NOVELTIES && seenNovelties.add(name)) {
                LOG.warn(
                        "The vendor sends something this version does not map; it is forwarded all the same: {} {}",
                        kind,
                        novelty.name(),
                        kv(LogFields.VENDOR, webhook.vendor()),
                        kv(LogFields.WEBHOOK, webhook.webhook()));
            }
        }
    }

    /** A webhook's events, once somebody has made them. */
    private static final class Kept {
        private final Map<String, Normalizer> normalizers;
        private final int bytes;
        private Optional<Normalization> normalization = Optional.empty();

        Kept(Map<String, Normalizer> normalizers, int bytes) {
            this.normalizers = normalizers;
            this.bytes = bytes;
        }
    }
}
