package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.Times;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * When the reported thing happened. However odd the time, it is believed if it can be read; if it cannot, the time of
 * receipt stands in and the original is kept as text.
 */
final class OccurrenceTime {
    private OccurrenceTime() {}

    static void set(EventBuilder event, Payload time) {
        event.inMetadata(metadata -> metadata.text("original_time", time));
        Optional<OffsetDateTime> iso = iso(time);
        iso.ifPresent(moment -> event.time(moment.toInstant().toEpochMilli()));
        iso.map(moment -> moment.getOffset().getTotalSeconds() / 60)
                .filter(minutes -> minutes != 0)
                .ifPresent(minutes -> event.attributes().integer("timezone_offset", minutes));
        if (iso.isEmpty()) {
            time.number().flatMap(Times::epochMillis).ifPresent(event::time);
        }
    }

    /** The time if it is ISO 8601. Years beyond four digits fit neither milliseconds in general nor RFC 3339. */
    static Optional<OffsetDateTime> iso(Payload time) {
        return time.text().flatMap(Times::iso).filter(moment -> moment.getYear() >= 1 && moment.getYear() <= 9999);
    }
}
