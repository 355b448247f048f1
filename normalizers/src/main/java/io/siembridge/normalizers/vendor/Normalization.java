package io.siembridge.normalizers.vendor;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Text;
import java.util.List;

/**
 * What came of one webhook.
 *
 * @param events in the order they are to be delivered
 * @param unreadable parts that could not be read while their neighbours could, such as one broken NDJSON line
 * @param novelties what the vendor sent that the mapping does not know
 */
public record Normalization(List<OcsfEvent> events, List<UnreadableItem> unreadable, List<Novelty> novelties) {
    public Normalization {
        events = List.copyOf(events);
        unreadable = List.copyOf(unreadable);
        novelties = List.copyOf(novelties);
    }

    /**
     * A part of a body that is no JSON.
     *
     * @param path where it stands in the body, such as {@code [3]}
     * @param reason why it could not be read; never quotes the payload
     */
    public record UnreadableItem(String path, String reason) {}

    /**
     * A name the mapping does not know: the sign that a vendor has started to send something new. The name is the
     * vendor's, cut to a bounded length; values are never part of it.
     */
    public record Novelty(Kind kind, String name) {
        private static final int MAX_NAME = 120;

        public Novelty {
            name = Text.cut(name, MAX_NAME);
        }

        /** What is new about it. */
        public enum Kind {
            EVENT_TYPE,
            FIELD
        }
    }
}
