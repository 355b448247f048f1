package io.siembridge.app.destination.splunk;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.siembridge.app.destination.BoundedJson;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Puts an event into the collector's envelope. Only the keys that Splunk knows may stand there: an unknown one is
 * answered with success, yet that object and all after it are lost.
 */
final class EnvelopeEncoder {
    private static final int MILLISECONDS = 3;

    private final String hostName;
    private final String sourceTypePrefix;
    private final Optional<String> index;
    private final long maxEvent;

    EnvelopeEncoder(String hostName, String sourceTypePrefix, Optional<String> index, long maxEvent) {
        this.hostName = hostName;
        this.sourceTypePrefix = sourceTypePrefix;
        this.index = index;
        this.maxEvent = maxEvent;
    }

    /** The envelope in UTF-8 on one line; empty if the event is too large. */
    Optional<byte[]> encode(OcsfEvent event) {
        return BoundedJson.of(event, maxEvent).map(json -> enclose(event, json));
    }

    private byte[] enclose(OcsfEvent event, byte[] json) {
        StringBuilder head = new StringBuilder(160);
        head.append("{\"time\":").append(seconds(event.timeMillis()));
        member(head, "host", hostName);
        member(head, "source", event.source());
        member(head, "sourcetype", sourceTypePrefix + ":" + event.vendor() + ":" + event.kind());
        index.ifPresent(name -> member(head, "index", name));
        byte[] start = head.append(",\"event\":").toString().getBytes(StandardCharsets.UTF_8);
        byte[] envelope = new byte[start.length + json.length + 1];
        System.arraycopy(start, 0, envelope, 0, start.length);
        System.arraycopy(json, 0, envelope, start.length, json.length);
        envelope[envelope.length - 1] = '}';
        return envelope;
    }

    /** OCSF counts milliseconds, Splunk seconds; and a double of this size would print itself with an exponent. */
    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, MILLISECONDS).toPlainString();
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }
}
