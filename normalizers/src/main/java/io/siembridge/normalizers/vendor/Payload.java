package io.siembridge.normalizers.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.Pruning;
import io.siembridge.normalizers.ocsf.VendorValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A read-only view of one value of a payload that remembers what was taken from it. Reading ({@link #text()},
 * {@link #at}) leaves no trace; handing the value to an attribute takes it. {@link #remainder()} is everything nobody
 * took, and goes to {@code unmapped}: so a mapping cannot forget a field, it can only fail to give it a better place.
 * What is hidden, because it is secret, is hidden from every way of reading. Of each place there is one view, made when
 * the place is first looked at: a large payload has far more places than anybody looks at.
 */
public final class Payload implements VendorValue {
    private static final TextNode MASK = TextNode.valueOf("***");

    /** Any escape by number but those of surrogates, which no secret's name has. */
    private static final Pattern ESCAPED_LETTER = Pattern.compile("\\\\u(?!d[89a-f])");

    private final JsonNode json;
    private final @Nullable Payload parent;
    private final Secrecy secrecy;
    private Map<String, Payload> members = Map.of();
    private List<Payload> elements = List.of();
    private boolean taken;
    private boolean masked;
    private boolean dropped;

    /** Whether something below was taken or hidden. */
    private boolean touchedBelow;

    private Payload(JsonNode json, @Nullable Payload parent, Secrecy secrecy) {
        this.json = json;
        this.parent = parent;
        this.secrecy = secrecy;
    }

    /** A view of a whole payload, in which credentials are hidden from the start. */
    public static Payload of(JsonNode json) {
        Payload payload = new Payload(json, null, new Secrecy());
        payload.maskNamed(Credentials.NAMES);
        return payload;
    }

    /** The member of this name; a view of nothing where there is none. */
    public Payload at(String name) {
        Payload known = members.get(name);
        return known == null ? keep(name, below(json.path(name))) : known;
    }

    /** The value at a path of member names; a view of nothing where the payload has none. */
    public Payload at(String... path) {
        Payload view = this;
        for (String name : path) {
            view = view.at(name);
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
        return Collections.unmodifiableList(views());
    }

    /** The members of an object with their names; none for anything else. */
    public Map<String, Payload> members() {
        Map<String, Payload> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            all.put(member.getKey(), at(member.getKey()));
        }
        return all;
    }

    private Payload below(JsonNode value) {
        return new Payload(value, this, secrecy);
    }

    private Payload keep(String name, Payload member) {
        if (members.isEmpty()) {
            members = new HashMap<>();
        }
        members.put(name, member);
        return member;
    }

    /** The views of an array's elements. */
    private List<Payload> views() {
        if (elements.isEmpty() && json.isArray()) {
            elements = new ArrayList<>(json.size());
            for (int i = 0; i < json.size(); i++) {
                elements.add(below(json.get(i)));
            }
        }
        return elements;
    }

    /** The value as it may be shown: masked parts as stars, dropped ones left out. */
    @Override
    public JsonNode json() {
        if (!secrecy.hidesAnything || json.isMissingNode()) {
            return json;
        }
        Payload hidden = hiddenWhole();
        return (hidden == null ? this : hidden).shown(false);
    }

    @Override
    public void markTaken() {
        taken = true;
        touchAbove();
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
        Optional<String> text = Attributes.scalarText(json());
        return text.isPresent() && text.get().isBlank() ? Optional.empty() : text;
    }

    /** The text of a member. Takes nothing. */
    public Optional<String> text(String name) {
        return at(name).text();
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
        if (text.isPresent()) {
            markTaken();
        }
        return text;
    }

    /** The text of the member at a path, which the caller promises to put into the event unchanged. */
    public Optional<String> take(String... path) {
        return at(path).take();
    }

    /** Everything nobody took, without empties, masked values as stars; a missing node if nothing is left. */
    public JsonNode remainder() {
        Payload hidden = hiddenWhole();
        return (hidden == null ? this : hidden).shown(true);
    }

    /** Hides a value: it appears as stars wherever the payload is shown or taken. */
    public void mask() {
        if (isPresent()) {
            hide(false);
        }
    }

    /** Masks every member, at any depth below this value, whose name is in the set (compared in lower case). */
    public void maskNamed(Set<String> lowerCaseNames) {
        secrecy.names.add(lowerCaseNames);
        hideNamed(lowerCaseNames, false);
    }

    /** Drops every member, its name included, at any depth below this value, whose name is in the set. */
    public void dropNamed(Set<String> lowerCaseNames) {
        secrecy.names.add(lowerCaseNames);
        hideNamed(lowerCaseNames, true);
    }

    /** Says that secrets may stand below members of these names, told by more than their own names. */
    public void suspect(Set<String> lowerCaseNames) {
        secrecy.names.add(lowerCaseNames);
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
                && secrecy.names.stream().flatMap(Set::stream).noneMatch(name -> text.contains('"' + name + '"'));
    }

    /** Returns whether anything was found; of a place where nothing was, no view is kept. */
    private boolean hideNamed(Set<String> names, boolean drop) {
        boolean found = false;
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (!names.contains(name.toLowerCase(Locale.ROOT))) {
                found |= value.isContainerNode() && hideBelow(name, value, names, drop);
            } else if (drop || !value.isNull()) {
                at(name).hide(drop);
                found = true;
            }
        }
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            found |= json.get(i).isContainerNode() && hideBelow(i, names, drop);
        }
        return found;
    }

    private boolean hideBelow(String name, JsonNode value, Set<String> names, boolean drop) {
        Payload known = members.get(name);
        Payload member = known == null ? below(value) : known;
        boolean found = member.hideNamed(names, drop);
        if (found) {
            keep(name, member);
        }
        return found;
    }

    private boolean hideBelow(int index, Set<String> names, boolean drop) {
        Payload element = elements.isEmpty() ? below(json.get(index)) : elements.get(index);
        boolean found = element.hideNamed(names, drop);
        if (found) {
            views().set(index, element);
        }
        return found;
    }

    private void hide(boolean drop) {
        dropped |= drop;
        masked |= !drop;
        secrecy.hidesAnything = true;
        touchAbove();
    }

    /** Where a place was touched, so was all above it. */
    private void touchAbove() {
        for (Payload above = parent; above != null && !above.touchedBelow; above = above.parent) {
            above.touchedBelow = true;
        }
    }

    /** The outermost value that is hidden with this one in it, or as it. */
    private @Nullable Payload hiddenWhole() {
        Payload outermost = null;
        for (Payload view = this; view != null; view = view.parent) {
            if (view.masked || view.dropped) {
                outermost = view;
            }
        }
        return outermost;
    }

    /** This value without what is hidden; if only what is left is asked for, also without what is taken or empty. */
    private JsonNode shown(boolean onlyLeft) {
        if (dropped || (onlyLeft && taken)) {
            return MissingNode.getInstance();
        }
        if (masked) {
            return MASK;
        }
        if (!touchedBelow || !json.isContainerNode()) {
            return untouched(json, onlyLeft);
        }
        ContainerNode<?> copy =
                json instanceof ObjectNode object ? copied(object, onlyLeft) : copied((ArrayNode) json, onlyLeft);
        return onlyLeft && copy.isEmpty() ? MissingNode.getInstance() : copy;
    }

    private ObjectNode copied(ObjectNode object, boolean onlyLeft) {
        ObjectNode copy = object.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode kept = part(member.getValue(), members.get(member.getKey()), onlyLeft);
            if (!kept.isMissingNode()) {
                copy.set(member.getKey(), kept);
            }
        }
        return copy;
    }

    private ArrayNode copied(ArrayNode array, boolean onlyLeft) {
        ArrayNode copy = array.arrayNode();
        for (int i = 0; i < array.size(); i++) {
            JsonNode kept = part(array.get(i), elements.isEmpty() ? null : elements.get(i), onlyLeft);
            if (!kept.isMissingNode()) {
                copy.add(kept);
            }
        }
        return copy;
    }

    private static JsonNode part(JsonNode value, @Nullable Payload view, boolean onlyLeft) {
        return view == null ? untouched(value, onlyLeft) : view.shown(onlyLeft);
    }

    private static JsonNode untouched(JsonNode value, boolean onlyLeft) {
        return onlyLeft ? Pruning.withoutEmpties(value) : value;
    }

    /** What all views of one payload know of its secrets. */
    private static final class Secrecy {
        private final List<Set<String>> names = new ArrayList<>(2);
        private boolean hidesAnything;
    }
}
