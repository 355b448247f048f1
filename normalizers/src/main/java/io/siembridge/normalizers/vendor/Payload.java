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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A read-only view of one value of a payload that remembers what was taken from it. Reading ({@link #text()},
 * {@link #at}) leaves no trace; handing the value to an attribute takes it. {@link #remainder()} is everything nobody
 * took, and goes to {@code unmapped}: so a mapping cannot forget a field, it can only fail to give it a better place.
 * What is hidden, because it is secret, is hidden from every way of reading.
 */
public final class Payload implements VendorValue {
    private static final String MASK = "***";

    /** Any escape by number but those of surrogates, which no secret's name has. */
    private static final Pattern ESCAPED_LETTER = Pattern.compile("\\\\u(?!d[89a-f])");

    private final JsonNode json;
    private final @Nullable Payload parent;
    private final String step;
    private final Secrecy secrecy;
    private @Nullable Mark mark;

    private Payload(JsonNode json, @Nullable Payload parent, String step, Secrecy secrecy) {
        this.json = json;
        this.parent = parent;
        this.step = step;
        this.secrecy = secrecy;
    }

    /** A view of a whole payload, in which credentials are hidden from the start. */
    public static Payload of(JsonNode json) {
        Payload payload = new Payload(json, null, "", new Secrecy());
        payload.maskNamed(Credentials.NAMES);
        return payload;
    }

    /** The value at a path of member names; a view of nothing where the payload has none. */
    public Payload at(String... path) {
        Payload view = this;
        for (String name : path) {
            view = view.below(view.json.path(name), name);
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
                elements.add(below(json.get(i), Integer.toString(i)));
            }
        }
        return elements;
    }

    /** The members of an object with their names; none for anything else. */
    public Map<String, Payload> members() {
        Map<String, Payload> members = new LinkedHashMap<>();
        json.properties().forEach(member -> members.put(member.getKey(), below(member.getValue(), member.getKey())));
        return members;
    }

    private Payload below(JsonNode value, String name) {
        return new Payload(value, this, name, secrecy);
    }

    /** The value as it may be shown: masked parts as stars, dropped ones left out. */
    @Override
    public JsonNode json() {
        return secrecy.hidesAnything && !json.isMissingNode() ? redacted(json, existingMark()) : json;
    }

    @Override
    public void markTaken() {
        mark().taken = true;
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
        return Attributes.scalarText(json()).filter(text -> !text.isBlank());
    }

    /** The text of the member at a path. Takes nothing. */
    public Optional<String> text(String... path) {
        return at(path).text();
    }

    /** A whole number within {@code long}, also when sent in quotes. Takes nothing. */
    public Optional<Long> number(String... path) {
        return Attributes.wholeNumber(at(path).json());
    }

    /** Whether the member at a path is {@code true}. Takes nothing. */
    public boolean isTrue(String... path) {
        JsonNode value = at(path).json();
        return value.isBoolean() && value.booleanValue();
    }

    /** The text of a scalar, which the caller promises to put into the event unchanged; stars if it is masked. */
    public Optional<String> take() {
        Optional<String> text = text();
        text.ifPresent(present -> markTaken());
        return text;
    }

    /** The text of the member at a path, which the caller promises to put into the event unchanged. */
    public Optional<String> take(String... path) {
        return at(path).take();
    }

    /** Everything nobody took, without empties, masked values as stars; a missing node if nothing is left. */
    public JsonNode remainder() {
        return Pruning.withoutEmpties(remainder(json, existingMark()));
    }

    /** Hides a value: it appears as stars wherever the payload is shown or taken. */
    public void mask() {
        if (isPresent()) {
            hide(mark(), found -> found.masked = true);
        }
    }

    /** Masks every member, at any depth below this value, whose name is in the set (compared in lower case). */
    public void maskNamed(Set<String> lowerCaseNames) {
        hideNamed(lowerCaseNames, found -> found.masked = true, false);
    }

    /** Drops every member, its name included, at any depth below this value, whose name is in the set. */
    public void dropNamed(Set<String> lowerCaseNames) {
        hideNamed(lowerCaseNames, found -> found.dropped = true, true);
    }

    /** Says that secrets may stand below members of these names, told by more than their own names. */
    public void suspect(Set<String> lowerCaseNames) {
        secrecy.names.addAll(lowerCaseNames);
    }

    /**
     * Whether the original text of this payload may be shown. Where a name is repeated the tree has only its last value,
     * so nothing was hidden of the others: such a text may not as much as quote a name that is kept secret, or hold an
     * escape that could spell one.
     */
    boolean allowsOriginal(Item item) {
        if (secrecy.hidesAnything) {
            return false;
        }
        if (!item.isAmbiguous()) {
            return true;
        }
        String text = item.text().toLowerCase(Locale.ROOT);
        return !ESCAPED_LETTER.matcher(text).find()
                && secrecy.names.stream().noneMatch(name -> text.contains('"' + name + '"'));
    }

    private void hideNamed(Set<String> names, Consumer<Mark> how, boolean evenNull) {
        secrecy.names.addAll(names);
        forEachNamed(names, json, this::mark, (value, found) -> {
            if (evenNull || !value.isNull()) {
                hide(found.get(), how);
            }
        });
    }

    /** Marks are made only where they are needed: a large payload has far more places than secrets. */
    private static void forEachNamed(
            Set<String> names, JsonNode value, Supplier<Mark> place, BiConsumer<JsonNode, Supplier<Mark>> visit) {
        value.properties().forEach(member -> {
            Supplier<Mark> below = () -> place.get().child(member.getKey());
            if (names.contains(member.getKey().toLowerCase(Locale.ROOT))) {
                visit.accept(member.getValue(), below);
            } else if (member.getValue().isContainerNode()) {
                forEachNamed(names, member.getValue(), below, visit);
            }
        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            if (value.get(i).isContainerNode()) {
                String index = Integer.toString(i);
                forEachNamed(names, value.get(i), () -> place.get().child(index), visit);
            }
        }
    }

    private void hide(Mark found, Consumer<Mark> how) {
        how.accept(found);
        secrecy.hidesAnything = true;
    }

    private Mark mark() {
        if (mark == null) {
            mark = parent == null ? new Mark() : parent.mark().child(step);
        }
        return mark;
    }

    /** The mark of this place, or that of a hidden value it is a part of. */
    private Mark existingMark() {
        if (parent == null) {
            return mark == null ? Mark.NONE : mark;
        }
        Mark above = parent.existingMark();
        return above.masked || above.dropped ? above : above.existing(step);
    }

    private static JsonNode remainder(JsonNode value, Mark mark) {
        if (mark.taken || mark.dropped) {
            return MissingNode.getInstance();
        }
        return mark.masked ? TextNode.valueOf(MASK) : rebuilt(value, mark, Payload::remainder);
    }

    private static JsonNode redacted(JsonNode value, Mark mark) {
        if (mark.dropped) {
            return MissingNode.getInstance();
        }
        return mark.masked ? TextNode.valueOf(MASK) : rebuilt(value, mark, Payload::redacted);
    }

    private static JsonNode rebuilt(JsonNode value, Mark mark, BiFunction<JsonNode, Mark, JsonNode> each) {
        if (mark.children.isEmpty()) {
            return value;
        }
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

    /** What was done to a value: one mark for each place of the payload to which something was done. */
    private static final class Mark {
        private static final Mark NONE = new Mark();

        private Map<String, Mark> children = Map.of();
        private boolean taken;
        private boolean masked;
        private boolean dropped;

        Mark child(String step) {
            if (children.isEmpty()) {
                children = new HashMap<>();
            }
            return children.computeIfAbsent(step, any -> new Mark());
        }

        Mark existing(String step) {
            return children.getOrDefault(step, NONE);
        }
    }

    /** What all views of one payload know of its secrets. */
    private static final class Secrecy {
        private final Set<String> names = new HashSet<>();
        private boolean hidesAnything;
    }
}
