package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Payload;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Times;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * When an event happened: {@code X-Snyk-Timestamp}, else the project's last test, else the time of receipt.
 *
 * @param millis since 1970
 * @param original the vendor's time as received; empty if there was none
 * @param offsetMinutes distance from UTC of the vendor's time
 */
record EventTime(long millis, Optional<String> original, int offsetMinutes) {
    /** Past what any clock of a vendor says, and well within what milliseconds can count. */
    private static final int MAX_YEAR = 9999;

    static EventTime of(Provenance provenance, Payload lastTested) {
        Optional<String> header = provenance.header(SnykVendor.TIMESTAMP_HEADER).filter(text -> !text.isBlank());
        Optional<EventTime> fromHeader = header.flatMap(EventTime::read);
        if (fromHeader.isPresent()) {
            return fromHeader.get();
        }
        Optional<EventTime> fromBody = lastTested.text().flatMap(EventTime::read);
        if (fromBody.isPresent()) {
            lastTested.markTaken();
            return fromBody.get();
        }
        return new EventTime(provenance.received().toEpochMilli(), header, 0);
    }

    /** Milliseconds of a time in a payload; empty if it is none. */
    static Optional<Long> millis(Payload time) {
        return time.text().flatMap(EventTime::read).map(EventTime::millis);
    }

    void addTo(EventBuilder event) {
        event.time(millis);
        event.inMetadata(metadata -> metadata.text("original_time", original));
        if (offsetMinutes != 0) {
            event.attributes().integer("timezone_offset", offsetMinutes);
        }
    }

    private static Optional<EventTime> read(String text) {
        return Times.iso(text)
                .filter(EventTime::isPlausible)
                .map(time -> new EventTime(
                        time.toInstant().toEpochMilli(),
                        Optional.of(text),
                        time.getOffset().getTotalSeconds() / 60));
    }

    private static boolean isPlausible(OffsetDateTime time) {
        return time.getYear() >= 1970 && time.getYear() <= MAX_YEAR;
    }
}
