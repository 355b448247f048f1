package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.vendor.EventTime;
import io.siembridge.normalizers.vendor.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises what the test button in Soveren's console sends. Its body is not documented, but the documented sample,
 * the best candidate, gives itself away: it is dated years before the vendor sent its first webhook, and its category
 * contradicts its type or its services are called {@code service 1} and {@code service 2}. A real finding may have
 * either of the latter and must not lose its severity for it, but it never has that date.
 */
final class TestDelivery {
    private static final long FIRST_WEBHOOK =
            Instant.parse("2023-01-01T00:00:00Z").toEpochMilli();

    private static final Set<String> TEST_TYPES = Set.of("test", "test_event", "test_webhook", "webhook_test");

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?:sample|example|dummy|test)\\b.*|(?:service|asset)[ _-]?[0-9]{1,3}",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private TestDelivery() {}

    static boolean isTest(EventObject object) {
        // Of real events none is too old, so the rest of it is hardly ever asked.
        return saysSo(object) || (isTooOld(object) && (contradictsItself(object) || namesPlaceholders(object)));
    }

    private static boolean saysSo(EventObject object) {
        return object.text("event_type")
                .map(Slug::of)
                .filter(TEST_TYPES::contains)
                .isPresent();
    }

    private static boolean isTooOld(EventObject object) {
        return EventTime.read(object.at("time"))
                .filter(time -> time.epochMillis() < FIRST_WEBHOOK)
                .isPresent();
    }

    private static boolean contradictsItself(EventObject object) {
        return object.type()
                .flatMap(type -> object.category().filter(type::contradicts))
                .isPresent();
    }

    private static boolean namesPlaceholders(EventObject object) {
        List<String> names = Stream.of(object.sender().name(), object.receiver().name())
                .map(Payload::text)
                .flatMap(Optional::stream)
                .toList();
        return !names.isEmpty()
                && names.stream().allMatch(name -> PLACEHOLDER.matcher(name).matches());
    }
}
