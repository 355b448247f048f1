package io.siembridge.normalizers.vendor;

import io.siembridge.normalizers.ocsf.EventBuilder;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * When something happened, as a vendor wrote it: in ISO 8601, or as seconds or milliseconds since 1970.
 *
 * @param epochMillis milliseconds since 1970
 * @param offsetMinutes distance of the vendor's clock from UTC
 */
public record EventTime(long epochMillis, int offsetMinutes) {
    public static Optional<EventTime> read(String text) {
        return Times.iso(text).map(EventTime::of);
    }

    /** Reads a value of a payload, and takes nothing. */
    public static Optional<EventTime> read(Payload time) {
        Optional<Long> millis = time.number().flatMap(Times::epochMillis);
        if (millis.isPresent()) {
            return Optional.of(new EventTime(millis.get(), 0));
        }
        return time.text().flatMap(EventTime::read);
    }

    private static EventTime of(OffsetDateTime time) {
        return new EventTime(time.toInstant().toEpochMilli(), time.getOffset().getTotalSeconds() / 60);
    }

    /**
     * Gives the event its time, and keeps the vendor's own spelling of it. Where that cannot be read, the time of receipt
     * stays.
     *
     * @return the time, if it was read
     */
    public static Optional<EventTime> set(EventBuilder event, Payload time) {
        event.inMetadata(metadata -> metadata.text("original_time", time));
        Optional<EventTime> read = read(time);
        read.ifPresent(known -> known.addTo(event));
        return read;
    }

    public void addTo(EventBuilder event) {
        event.time(epochMillis);
        if (offsetMinutes != 0) {
            event.attributes().integer("timezone_offset", offsetMinutes);
        }
    }
}
