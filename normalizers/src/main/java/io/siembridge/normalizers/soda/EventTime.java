package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.Times;
import java.time.OffsetDateTime;
import java.util.Optional;

/** When an event happened, from one of Soda's timestamps. */
final class EventTime {
    private EventTime() {}

    /**
     * Sets the event's time, and the vendor's own spelling of it. Where the timestamp cannot be read, the time of receipt
     * stays.
     *
     * @return the time in milliseconds, if it was read
     */
    static Optional<Long> set(EventBuilder event, Payload timestamp) {
        event.inMetadata(metadata -> metadata.text("original_time", timestamp));
        Optional<OffsetDateTime> time = timestamp.text().flatMap(Times::iso);
        time.map(OffsetDateTime::getOffset)
                .filter(offset -> offset.getTotalSeconds() != 0)
                .ifPresent(offset -> event.attributes().integer("timezone_offset", offset.getTotalSeconds() / 60));
        Optional<Long> millis = millis(timestamp);
        millis.ifPresent(event::time);
        return millis;
    }

    static Optional<Long> millis(Payload timestamp) {
        return timestamp
                .text()
                .flatMap(Times::iso)
                .map(time -> time.toInstant().toEpochMilli())
                .or(() -> timestamp.number().flatMap(Times::epochMillis));
    }
}
