package io.siembridge.app.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of values a configuration is made of. */
public final class ValueTypes {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB|TiB|KB|MB|GB|TB)?");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,9})/(s|m|h)");

    private ValueTypes() {}

    public static ValueType<String> text() {
        return scalar("text", types("string"), "", text -> text.isBlank() ? Optional.empty() : Optional.of(text));
    }

    /** A text that a rule accepts; the expectation says in words which it does. */
    public static ValueType<String> text(String expectation, Predicate<String> rule) {
        return scalar(expectation, types("string"), "", text -> rule.test(text) ? Optional.of(text) : Optional.empty());
    }

    /** The name of an HTTP header (RFC 9110, 5.1). */
    public static ValueType<String> headerName() {
        return text(
                "the name of a header, such as X-Signature",
                text -> HEADER_NAME.matcher(text).matches());
    }

    /** A value that is never printed. */
    public static ValueType<Secret> secret() {
        return new SecretValue();
    }

    public static ValueType<Boolean> bool() {
        return scalar("true or false", orFilledIn("boolean"), false, text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    public static ValueType<Integer> integer(int min, int max) {
        return scalar("a whole number from " + min + " to " + max, orFilledIn("integer"), min, text -> {
            if (!text.matches("-?[0-9]{1,10}")) {
                return Optional.empty();
            }
            long value = Long.parseLong(text);
            return value < min || value > max ? Optional.empty() : Optional.of((int) value);
        });
    }

    /** {@code 500ms 30s 15m 2h 7d}. */
    public static ValueType<Duration> duration() {
        return scalar(
                "a duration such as 30s, 15m, 2h or 7d", types("string"), Duration.ZERO, ValueTypes::parseDuration);
    }

    /** A number of bytes: {@code 512}, {@code 64KiB}, {@code 16MiB}, {@code 20GiB}; KB, MB and GB count in thousands. */
    public static ValueType<Long> size() {
        return scalar("a size such as 64KiB, 16MiB or 20GiB", types("integer", "string"), 0L, ValueTypes::parseSize);
    }

    /** Events per second, from {@code 1000/s}, {@code 600/m} or {@code 100/h}. */
    public static ValueType<Double> rate() {
        return scalar("a rate such as 1000/s or 600/m", types("string"), 1.0, text -> {
            Matcher matcher = RATE.matcher(text);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                return Optional.empty();
            }
            double count = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2)) {
                        case "s" -> count;
                        case "m" -> count / 60;
                        default -> count / 3600;
                    });
        });
    }

    /** A URI of one of these schemes, with a host and without credentials in it. */
    public static ValueType<URI> uri(String... schemes) {
        Function<String, String> expectation =
                text -> "an address such as " + schemes[0] + "://host:port" + addressHint(text);
        return scalar(expectation, types("string"), URI.create(schemes[0] + "://unset"), text -> {
            try {
                URI uri = new URI(text);
                boolean known = uri.getScheme() != null
                        && Stream.of(schemes).anyMatch(scheme -> scheme.equals(uri.getScheme()));
                boolean usable = known && uri.getHost() != null && uri.getUserInfo() == null;
                return usable ? Optional.of(uri) : Optional.empty();
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        });
    }

    /** What to say of an address that looks right and is not; never a part of it, because a part may be a password. */
    public static String addressHint(String text) {
        try {
            URI uri = new URI(text);
            String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
            if (authority.contains("@")) {
                return " without a user or password in it";
            }
            // Docker names machines so, but Java's HTTP client, like RFC 952, knows no such host.
            boolean underscored = uri.getHost() == null && authority.contains("_");
            return underscored
                    ? "; a host with '_' in its name cannot be called: give it an alias without, or write its IP address"
                    : "";
        } catch (URISyntaxException notAnAddress) {
            return "";
        }
    }

    public static ValueType<Path> path() {
        return scalar("a file path", types("string"), Path.of("unset"), text -> {
            try {
                return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    /** One of an enum's constants, written in lower case with dashes. */
    public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            byName.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return choice(byName);
    }

    /** One of these words, in any letter case. */
    public static <T> ValueType<T> choice(Map<String, T> byName) {
        List<String> names = List.copyOf(byName.keySet());
        Map<String, T> byLowerCase = new LinkedHashMap<>();
        byName.forEach((name, value) -> byLowerCase.put(name.toLowerCase(Locale.ROOT), value));
        return new ValueType<>() {
            @Override
            public T read(ConfigNode node, Problems problems) {
                if (node.kind() == ConfigNode.Kind.UNRESOLVED) {
                    return placeholder();
                }
                T value = byLowerCase.get(node.text().toLowerCase(Locale.ROOT));
                if (node.kind() != ConfigNode.Kind.TEXT || value == null) {
                    problems.add(node, "expected one of " + String.join(", ", names));
                    return placeholder();
                }
                return value;
            }

            @Override
            public T placeholder() {
                return byName.values().iterator().next();
            }

            @Override
            public ObjectNode schema() {
                ObjectNode schema = JsonNodeFactory.instance.objectNode();
                names.forEach(schema.putArray("enum")::add);
                return schema;
            }
        };
    }

    /** A list; a single value stands for a list of one. */
    public static <T> ValueType<List<T>> list(ValueType<T> element) {
        return new ValueType<>() {
            @Override
            public List<T> read(ConfigNode node, Problems problems) {
                List<T> values = new ArrayList<>();
                node.asList().forEach(each -> values.add(element.read(each, problems)));
                return List.copyOf(values);
            }

            @Override
            public List<T> placeholder() {
                return List.of();
            }

            @Override
            public ObjectNode schema() {
                ObjectNode schema = JsonNodeFactory.instance.objectNode();
                schema.putArray("anyOf")
                        .add(element.schema())
                        .add(schema.objectNode().put("type", "array").set("items", element.schema()));
                return schema;
            }
        };
    }

    /**
     * Sections under names that stand in URLs, labels and messages, in the order of the file.
     *
     * @param what is named, such as {@code a source}
     */
    public static <T> ValueType<Map<String, T>> named(String what, ValueType<T> element) {
        return named(
                element,
                (node, problems) -> node.members().forEach((name, member) -> {
                    if (!NAME.matcher(name).matches()) {
                        problems.add(member, what + " is named by lower-case letters, digits, - and _, at most 40");
                    }
                }));
    }

    /** Values under any names, in the order of the file. */
    public static <T> ValueType<Map<String, T>> named(ValueType<T> element) {
        return named(element, (node, problems) -> {});
    }

    private static <T> ValueType<Map<String, T>> named(ValueType<T> element, BiConsumer<ConfigNode, Problems> check) {
        return new ValueType<>() {
            @Override
            public Map<String, T> read(ConfigNode node, Problems problems) {
                if (node.kind() != ConfigNode.Kind.SECTION) {
                    problems.add(node, "expected names with a value each");
                    return placeholder();
                }
                check.accept(node, problems);
                Map<String, T> values = new LinkedHashMap<>();
                node.members().forEach((name, member) -> values.put(name, element.read(member, problems)));
                return values;
            }

            @Override
            public Map<String, T> placeholder() {
                return Map.of();
            }

            @Override
            public ObjectNode schema() {
                ObjectNode schema = JsonNodeFactory.instance.objectNode();
                schema.put("type", "object").set("additionalProperties", element.schema());
                return schema;
            }
        };
    }

    /** Parses {@code 30s}, {@code 15m}, {@code 7d}; empty if it is none. */
    public static Optional<Duration> parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    private static Optional<Long> parseSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int power = "BKMGT".indexOf(unit.charAt(0));
        BigInteger factor = BigInteger.valueOf(unit.contains("i") ? 1024 : 1000).pow(power);
        BigInteger bytes = new BigInteger(matcher.group(1)).multiply(factor);
        return bytes.bitLength() > 62 ? Optional.empty() : Optional.of(bytes.longValueExact());
    }

    private static ObjectNode types(String... names) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (names.length == 1) {
            return schema.put("type", names[0]);
        }
        Stream.of(names).forEach(schema.putArray("type")::add);
        return schema;
    }

    /** What is not text is text all the same where it is filled in: {@code ${NAME}}. */
    private static ObjectNode orFilledIn(String name) {
        return types(name, "string").put("pattern", "\\$\\{");
    }

    private static <T> ValueType<T> scalar(
            String expectation, ObjectNode schema, T placeholder, Function<String, Optional<T>> parse) {
        return scalar(text -> expectation, schema, placeholder, parse);
    }

    /** @param expectation what is expected instead of a text */
    private static <T> ValueType<T> scalar(
            Function<String, String> expectation,
            ObjectNode schema,
            T placeholder,
            Function<String, Optional<T>> parse) {
        return new ValueType<>() {
            @Override
            public T read(ConfigNode node, Problems problems) {
                if (node.kind() == ConfigNode.Kind.UNRESOLVED) {
                    return placeholder;
                }
                Optional<T> value = node.kind() == ConfigNode.Kind.TEXT ? parse.apply(node.text()) : Optional.empty();
                return value.orElseGet(() -> {
                    problems.add(node, "expected " + expectation.apply(node.text()));
                    return placeholder;
                });
            }

            @Override
            public T placeholder() {
                return placeholder;
            }

            @Override
            public ObjectNode schema() {
                return schema.deepCopy();
            }
        };
    }
}
