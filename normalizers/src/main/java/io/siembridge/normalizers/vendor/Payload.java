package io.siembridge.normalizers.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.Pruning;
import io.siembridge.normalizers.ocsf.VendorValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A read-only view of one value of a payload that remembers what was taken from it. Reading ({@link #text()},
 * {@link #at}) leaves no trace; handing the value to an attribute takes it. {@link #remainder()} is everything nobody
 * took, and goes to {@code unmapped}: so a mapping cannot forget a field, it can only fail to give it a better place.
 */
public final class Payload implements VendorValue {
    private static final String MASK = "***";

    private final JsonNode json;
    private final Mark mark;

    private Payload(JsonNode json, Mark mark) {
        this.json = json;
        this.mark = mark;
    }

    public static Payload of(JsonNode json) {
        return new Payload(json, new Mark());
    }

    /** The value at a path of member names; a view of nothing where the payload has none. */
    public Payload at(String... path) {
        Payload view = this;
        for (String step : path) {
            view = new Payload(view.json.path(step), view.mark.child(step));
        }
        return view;
    }

    /**
     * The first of several members that says something, so is neither null nor blank text: for fields that were renamed
     * between generations.
     */
    public Payload firstOf(String... names) {
        for (String name : names) {
            Payload member = at(name);
            if (member.isPresent() && !(member.json.isTextual() && member.text().isEmpty())) {
                return member;
            }
        }
        return at(names[0]);
    }

    /** The elements of an array; none for anything else. */
    public List<Payload> elements() {
        List<Payload> elements = new ArrayList<>();
        if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                elements.add(new Payload(json.get(i), mark.child(Integer.toString(i))));
            }
        }
        return elements;
    }

    /** The members of an object with their names; none for anything else. */
    public Map<String, Payload> members() {
        Map<String, Payload> members = new java.util.LinkedHashMap<>();
        json.properties().forEach(member -> members.put(member.getKey(), at(member.getKey())));
        return members;
    }

    /** The value as it may be shown: masked parts as stars, dropped ones left out. */
    @Override
    public JsonNode json() {
        return mark.hidesAnything() ? redacted(json, mark) : json;
    }

    @Override
    public void markTaken() {
        mark.taken = true;
    }

    /** Whether there is a value other than null. */
    public boolean isPresent() {
        return !json.isMissingNode() && !json.isNull();
    }

    public boolean isObject() {
        return json.isObject();
    }

    public boolean isArray() {
        return json.isArray();
    }

    /** A scalar as text, exactly as sent; empty for null, blank text, objects and arrays. Takes nothing. */
    public Optional<String> text() {
        return Attributes.scalarText(json).filter(text -> !text.isBlank());
    }

    /** The text of the member at a path. Takes nothing. */
    public Optional<String> text(String... path) {
        return at(path).text();
    }

    /** A whole number within {@code long}, also when sent in quotes. Takes nothing. */
    public Optional<Long> number(String... path) {
        return Attributes.wholeNumber(at(path).json);
    }

    /** Whether the member at a path is {@code true}. Takes nothing. */
    public boolean isTrue(String... path) {
        JsonNode value = at(path).json;
        return value.isBoolean() && value.booleanValue();
    }

    /** The text of a scalar, which the caller promises to put into the event unchanged; stars if it is masked. */
    public Optional<String> take() {
        Optional<String> text = Attributes.scalarText(json()).filter(shown -> !shown.isBlank());
        text.ifPresent(present -> markTaken());
        return text;
    }

    /** The text of the member at a path, which the caller promises to put into the event unchanged. */
    public Optional<String> take(String... path) {
        return at(path).take();
    }

    /** Hides a value: it appears as stars wherever the payload is shown or taken. */
    public void mask() {
        if (isPresent()) {
            mark.masked = true;
        }
    }

    /** Removes a value from everything that is shown, its name included. */
    public void drop() {
        mark.dropped = true;
    }

    /** Everything nobody took, without empties, masked values as stars; a missing node if nothing is left. */
    public JsonNode remainder() {
        return Pruning.withoutEmpties(remainder(json, mark));
    }

    /** Whether anything below this value is masked or dropped. */
    public boolean hidesAnything() {
        return mark.hidesAnything();
    }

    /**
     * Paths of members that are not among the known ones, in the form {@code details.hit.type} with {@code []} for array
     * elements. A known path that ends in {@code .*} covers everything below it.
     *
     * @param limit at most this many are reported
     */
    public List<String> unknownFields(Set<String> known, int limit) {
        Set<String> containers = containers(known);
        Set<String> unknown = new TreeSet<>();
        collectUnknown(json, "", known, containers, unknown, limit);
        return List.copyOf(unknown);
    }

    private static void collectUnknown(
            JsonNode value, String path, Set<String> known, Set<String> containers, Set<String> found, int limit) {
        if (found.size() >= limit || known.contains(path + ".*")) {
            return;
        }
        if (value.isArray()) {
            value.forEach(element -> collectUnknown(element, path + "[]", known, containers, found, limit));
        }
        value.properties().forEach(member -> {
            if (found.size() >= limit) {
                return;
            }
            String memberPath = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            if (known.contains(memberPath) || containers.contains(memberPath)) {
                collectUnknown(member.getValue(), memberPath, known, containers, found, limit);
            } else {
                found.add(memberPath);
            }
        });
    }

    /** The paths that have a known one below them. */
    private static Set<String> containers(Set<String> known) {
        Set<String> containers = new HashSet<>();
        for (String path : known) {
            for (int i = 0; i < path.length(); i++) {
                if (path.charAt(i) == '.' || path.charAt(i) == '[') {
                    containers.add(path.substring(0, i));
                }
            }
        }
        return containers;
    }

    private static JsonNode remainder(JsonNode value, Mark mark) {
        if (mark.taken || mark.dropped) {
            return MissingNode.getInstance();
        }
        if (mark.masked) {
            return TextNode.valueOf(MASK);
        }
        if (mark.children.isEmpty()) {
            return value;
        }
        return rebuilt(value, mark, Payload::remainder);
    }

    private static JsonNode redacted(JsonNode value, Mark mark) {
        if (mark.dropped) {
            return MissingNode.getInstance();
        }
        if (mark.masked) {
            return TextNode.valueOf(MASK);
        }
        return mark.children.isEmpty() ? value : rebuilt(value, mark, Payload::redacted);
    }

    private static JsonNode rebuilt(
            JsonNode value, Mark mark, java.util.function.BiFunction<JsonNode, Mark, JsonNode> each) {
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> {
                JsonNode kept = each.apply(member.getValue(), mark.existing(member.getKey()));
                if (!kept.isMissingNode()) {
                    copy.set(member.getKey(), kept);
                }
            });
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < value.size(); i++) {
                JsonNode kept = each.apply(value.get(i), mark.existing(Integer.toString(i)));
                if (!kept.isMissingNode()) {
                    copy.add(kept);
                }
            }
            return copy;
        }
        return value;
    }

    /** Masks every member, at any depth below this value, whose name is in the set (compared in lower case). */
    public void maskNamed(Set<String> lowerCaseNames) {
        forEachNamed(lowerCaseNames, json, () -> mark, found -> found.masked = true);
    }

    /** Drops every member, at any depth below this value, whose name is in the set (compared in lower case). */
    public void dropNamed(Set<String> lowerCaseNames) {
        forEachNamed(lowerCaseNames, json, () -> mark, found -> found.dropped = true);
    }

    /** Marks are made only on the way to what is found: a large payload has far more places than secrets. */
    private static void forEachNamed(Set<String> names, JsonNode value, Supplier<Mark> mark, Consumer<Mark> visit) {
        value.properties().forEach(member -> {
            Supplier<Mark> below = () -> mark.get().child(member.getKey());
            if (!member.getValue().isNull() && names.contains(member.getKey().toLowerCase(Locale.ROOT))) {
                visit.accept(below.get());
            } else {
                forEachNamed(names, member.getValue(), below, visit);
            }
        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            String step = Integer.toString(i);
            forEachNamed(names, value.get(i), () -> mark.get().child(step), visit);
        }
    }

    /** What was done to a value: one mark for each place of the payload that somebody looked at. */
    private static final class Mark {
        private static final Mark NONE = new Mark();
        private final Map<String, Mark> children = new HashMap<>();
        private boolean taken;
        private boolean masked;
        private boolean dropped;

        Mark child(String step) {
            return children.computeIfAbsent(step, any -> new Mark());
        }

        Mark existing(String step) {
            return children.getOrDefault(step, NONE);
        }

        boolean hidesAnything() {
            return masked || dropped || children.values().stream().anyMatch(Mark::hidesAnything);
        }
    }
}
