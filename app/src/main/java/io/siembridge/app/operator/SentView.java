package io.siembridge.app.operator;

import io.siembridge.app.spool.WebhookDetail;
import io.siembridge.app.worker.DeliveryWorker;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a destination is sent of a webhook, as the configuration is now: encoded as its protocol wants it, without what its route or
 * the switches under {@code events} keep from it. It is made anew for who looks, so a header's time is that of looking.
 *
 * @param events how many events it gets
 * @param texts the first of them, encoded
 */
record SentView(int events, List<String> texts) {
    static final String TOO_LARGE = "(too large for this destination: it becomes a dead letter)";

    /** By destination; those that are configured no more are left out. */
    static Map<String, SentView> of(
            WebhookDetail detail, List<OcsfEvent> events, Map<String, DeliveryWorker> workers, int most) {
        Map<String, SentView> views = new LinkedHashMap<>();
        for (WebhookDetail.DeliveryDetail delivery : detail.deliveries()) {
            DeliveryWorker worker = workers.get(delivery.destination());
            if (worker != null) {
                views.put(delivery.destination(), of(detail.webhook().source(), events, worker, most));
            }
        }
        return views;
    }

    private static SentView of(String source, List<OcsfEvent> events, DeliveryWorker worker, int most) {
        List<OcsfEvent> wanted =
                events.stream().filter(event -> worker.wants(source, event)).toList();
        return new SentView(
                wanted.size(),
                wanted.stream()
                        .limit(most)
                        .map(event -> worker.encoded(event).orElse(TOO_LARGE))
                        .toList());
    }
}
