package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The scalar types of the schema, and whether a value is of one. */
final class SchemaTypes {
    /** Milliseconds from 1973 to 2100: seconds lie far below, microseconds far above. */
    private static final long MIN_MILLIS = 100_000_000_000L;

    private static final long MAX_MILLIS = 4_102_444_800_000L;

    private final JsonNode types;
    private final Map<String, Pattern> patterns = new HashMap<>();

    SchemaTypes(JsonNode types) {
        this.types = types;
        types.properties().forEach(type -> {
            if (type.getValue().has("regex")) {
                patterns.put(
                        type.getKey(),
                        Pattern.compile(type.getValue().path("regex").asText()));
            }
        });
    }

    /** What keeps the value from being of the type. */
    Optional<String> problem(JsonNode value, String type) {
        if (!isOfBase(value, base(type))) {
            return Optional.of("no " + type);
        }
        JsonNode definition = types.path(type);
        boolean fits = fitsPattern(value, patterns.get(type))
                && value.asText().length() <= definition.path("max_len").asInt(Integer.MAX_VALUE)
                && fitsRange(value, definition.path("range"))
                && (!type.equals("timestamp_t") || isMillis(value));
        return fits ? Optional.empty() : Optional.of("no " + type);
    }

    /** The number that observables have for values of this type. */
    OptionalInt observable(String type) {
        JsonNode number = types.path(type).path("observable");
        return number.isInt() ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    private String base(String type) {
        String base = types.path(type).path("type").asText();
        return base.isEmpty() ? type : base(base);
    }

    private static boolean isOfBase(JsonNode value, String base) {
        return switch (base) {
            case "string_t" -> value.isTextual();
            case "integer_t", "long_t" -> value.isIntegralNumber() && value.canConvertToLong();
            // Strict consumers take 9 for an integer.
            case "float_t" -> value.isFloatingPointNumber();
            case "boolean_t" -> value.isBoolean();
            case "json_t" -> true;
            default -> false;
        };
    }

    private static boolean fitsPattern(JsonNode value, @Nullable Pattern pattern) {
        return pattern == null || pattern.matcher(value.asText()).find();
    }

    private static boolean fitsRange(JsonNode value, JsonNode range) {
        return range.isMissingNode()
                || (value.longValue() >= range.path(0).longValue()
                        && value.longValue() <= range.path(1).longValue());
    }

    private static boolean isMillis(JsonNode value) {
        return value.longValue() >= MIN_MILLIS && value.longValue() <= MAX_MILLIS;
    }
}
