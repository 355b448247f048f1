package io.siembridge.app.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Small maps and sets as they lie in a column; empty ones are NULL. */
final class StoredJson {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final TypeReference<Set<String>> UIDS = new TypeReference<>() {};

    private StoredJson() {}

    static Optional<String> write(Map<String, String> headers) {
        return headers.isEmpty() ? Optional.empty() : Optional.of(text(new TreeMap<>(headers)));
    }

    static Optional<String> write(Set<String> uids) {
        return uids.isEmpty() ? Optional.empty() : Optional.of(text(new TreeSet<>(uids)));
    }

    /** Row numbers for {@code json_each}, which binds a list of any length to one parameter. */
    static String numbers(Collection<Long> numbers) {
        return numbers.toString();
    }

    static String texts(Collection<String> texts) {
        return text(texts);
    }

    static Map<String, String> headers(@Nullable String stored) {
        return stored == null ? Map.of() : read(stored, HEADERS);
    }

    static Set<String> uids(@Nullable String stored) {
        return stored == null ? Set.of() : read(stored, UIDS);
    }

    private static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write to the spool: " + value.getClass(), e);
        }
    }

    private static <T> T read(String stored, TypeReference<T> type) {
        try {
            return MAPPER.readValue(stored, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A column of the spool does not hold the JSON that was written to it", e);
        }
    }
}
