package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The attributes of one OCSF object under construction. Every setter follows the same rule: a value that is absent,
 * empty or of a form the attribute's type does not allow is left out, and a {@link VendorValue} is marked as taken only
 * if it was set. So an invalid attribute cannot be emitted, and what did not fit stays for {@code unmapped}.
 */
public final class Attributes {
    private static final Pattern EMAIL =
            Pattern.compile("^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-zA-Z0-9-]{1,63}(\\.[a-zA-Z0-9-]{1,63}){1,8}$");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");
    private static final int LONGEST_NUMBER = 38;
    private static final Pattern CWE = Pattern.compile("CWE-[0-9]{1,9}");

    private final ObjectNode node;

    Attributes(ObjectNode node) {
        this.node = node;
    }

    /** Free-standing attributes, to be added with {@link #add} or {@link #set} when they turn out to be needed. */
    public static Attributes create() {
        return new Attributes(JsonNodeFactory.instance.objectNode());
    }

    /** A {@code cwe} object for an id such as {@code CWE-79}. */
    public static Attributes cwe(String id) {
        Attributes cwe = create().text("uid", id);
        if (CWE.matcher(id).matches()) {
            cwe.text("src_url", "https://cwe.mitre.org/data/definitions/" + id.substring(4) + ".html");
        }
        return cwe;
    }

    public boolean isEmpty() {
        return node.isEmpty();
    }

    public boolean has(String name) {
        return node.has(name);
    }

    ObjectNode json() {
        return node;
    }

    /** Sets text exactly as given; blank text is left out. */
    public Attributes text(String name, String value) {
        if (!value.isBlank()) {
            node.put(name, value);
        }
        return this;
    }

    public Attributes text(String name, Optional<String> value) {
        return value.isPresent() ? text(name, value.get()) : this;
    }

    /** Sets the text of a vendor's scalar: strings as they are, numbers and booleans as JSON writes them. */
    public Attributes text(String name, VendorValue value) {
        JsonNode json = value.json();
        if (saysSomething(json)) {
            node.set(name, textOf(json));
            value.markTaken();
        }
        return this;
    }

    public Attributes integer(String name, long value) {
        node.put(name, value);
        return this;
    }

    /** Sets a whole number that fits a {@code long}; a number in quotes counts as one. */
    public Attributes integer(String name, VendorValue value) {
        Optional<Long> number = wholeNumber(value.json());
        if (number.isPresent()) {
            node.put(name, number.get().longValue());
            value.markTaken();
        }
        return this;
    }

    public Attributes bool(String name, boolean value) {
        node.put(name, value);
        return this;
    }

    public Attributes bool(String name, VendorValue value) {
        JsonNode json = value.json();
        if (json.isBoolean()) {
            node.set(name, json);
            value.markTaken();
        }
        return this;
    }

    /** Sets a {@code float_t}: always written with a fraction, because strict consumers take {@code 9} for an integer. */
    public Attributes decimal(String name, VendorValue value) {
        decimalNumber(value.json()).ifPresent(number -> {
            node.put(name, number.scale() < 1 ? number.setScale(1) : number);
            value.markTaken();
        });
        return this;
    }

    /** Sets an {@code ip_t}: an IPv4 or IPv6 address as text, without a port. */
    public Attributes ip(String name, VendorValue value) {
        return textIf(name, value, IpText::isAddress);
    }

    /** Sets an {@code ip_t} that was cut out of a longer text; returns whether it is one. */
    public boolean ip(String name, String value) {
        boolean fits = IpText.isAddress(value);
        if (fits) {
            node.put(name, value);
        }
        return fits;
    }

    /** Sets an {@code email_t}: {@code local@domain.tld} in ASCII. */
    public Attributes email(String name, VendorValue value) {
        return textIf(name, value, Attributes::isEmail);
    }

    /** Sets a {@code url_t}: a whole address of the web, which people click on. */
    public Attributes url(String name, VendorValue value) {
        return textIf(name, value, Attributes::isUrl);
    }

    /** Sets a {@code port_t}, 1 to 65535: vendors send 0 for "not known", which stays out. */
    public Attributes port(String name, VendorValue value) {
        wholeNumber(value.json()).filter(port -> port >= 1 && port <= 65535).ifPresent(port -> {
            node.put(name, port.intValue());
            value.markTaken();
        });
        return this;
    }

    /** Sets an {@code *_id} with the sibling that carries its caption. For 99 the caption is the vendor's own word. */
    public Attributes choice(String idName, int id, String captionName, String caption) {
        node.put(idName, id);
        node.put(captionName, id == Captions.OTHER ? Captions.ofOther(caption) : caption);
        return this;
    }

    /** Sets a free-form JSON value (type {@code json_t}), or leaves it out when null or empty. */
    public Attributes json(String name, JsonNode value) {
        JsonNode kept = Pruning.withoutEmpties(value);
        if (!kept.isMissingNode()) {
            node.set(name, kept);
        }
        return this;
    }

    /** Sets a free-form JSON value with everything below it. */
    public Attributes json(String name, VendorValue value) {
        JsonNode kept = Pruning.withoutEmpties(value.json());
        if (!kept.isMissingNode()) {
            node.set(name, kept);
            value.markTaken();
        }
        return this;
    }

    /** Fills the object attribute of this name, creating it on first use; left out if nothing was set in it. */
    public Attributes object(String name, Consumer<Attributes> content) {
        JsonNode existing = node.get(name);
        Attributes child = existing instanceof ObjectNode object ? new Attributes(object) : create();
        content.accept(child);
        return set(name, child);
    }

    public Attributes set(String name, Attributes object) {
        if (!object.isEmpty()) {
            node.set(name, object.node);
        }
        return this;
    }

    /** Appends an object to an array attribute; left out if nothing was set in it. */
    public Attributes add(String name, Consumer<Attributes> content) {
        Attributes child = create();
        content.accept(child);
        return add(name, child);
    }

    public Attributes add(String name, Attributes object) {
        if (!object.isEmpty()) {
            array(name).add(object.node);
        }
        return this;
    }

    /** Appends text to an array attribute; blank text is left out. */
    public Attributes addText(String name, String value) {
        if (!value.isBlank()) {
            array(name).add(value);
        }
        return this;
    }

    public Attributes addText(String name, VendorValue value) {
        JsonNode json = value.json();
        if (saysSomething(json)) {
            array(name).add(textOf(json));
            value.markTaken();
        }
        return this;
    }

    /** Whether the text is an {@code email_t} of the schema. */
    public static boolean isEmail(String text) {
        return text.length() <= 320 && EMAIL.matcher(text).matches();
    }

    /** Whether the text is a whole address of the web, from its scheme on. */
    public static boolean isUrl(String text) {
        boolean web = text.regionMatches(true, 0, "https://", 0, 8) || text.regionMatches(true, 0, "http://", 0, 7);
        for (int i = 0; web && i < text.length(); i++) {
            // No character outside the basic plane is white space or control.
            web = !Character.isWhitespace(text.charAt(i)) && !Character.isISOControl(text.charAt(i));
        }
        return web;
    }

    /** A scalar as text; empty for null, missing, objects and arrays. */
    public static Optional<String> scalarText(JsonNode value) {
        return isScalar(value) ? Optional.of(value.asText()) : Optional.empty();
    }

    private static boolean isScalar(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }

    private static boolean saysSomething(JsonNode value) {
        return value.isTextual() ? !value.textValue().isBlank() : isScalar(value);
    }

    /** Text of a payload is not copied: values of a tree never change. */
    private static TextNode textOf(JsonNode scalar) {
        return scalar instanceof TextNode text ? text : TextNode.valueOf(scalar.asText());
    }

    /** A whole number within {@code long}, also when it was sent in quotes or as {@code 5.0}. */
    public static Optional<Long> wholeNumber(JsonNode value) {
        if (value.isInt() || value.isLong()) {
            return Optional.of(value.longValue());
        }
        Optional<BigDecimal> number = decimalNumber(value);
        try {
            return number.isPresent() ? Optional.of(number.get().longValueExact()) : Optional.empty();
        } catch (ArithmeticException fractionOrTooLarge) {
            return Optional.empty();
        }
    }

    /** A number of sane magnitude, also when it was sent in quotes. */
    public static Optional<BigDecimal> decimalNumber(JsonNode value) {
        BigDecimal number;
        if (value.isNumber()) {
            number = value.decimalValue();
        } else if (value.isTextual() && isNumber(value.textValue())) {
            number = new BigDecimal(value.textValue());
        } else {
            return Optional.empty();
        }
        // A literal such as 1e999999999 is twelve bytes long and a gigabyte once written out.
        return Math.abs(number.scale()) <= 400 ? Optional.of(number) : Optional.empty();
    }

    /** Times end in a letter, most other text is long: a pattern is worth its price for few. */
    private static boolean isNumber(String text) {
        int length = text.length();
        return length > 0
                && length <= LONGEST_NUMBER
                && Character.isDigit(text.charAt(length - 1))
                && NUMBER.matcher(text).matches();
    }

    private Attributes textIf(String name, VendorValue value, Predicate<String> fits) {
        JsonNode json = value.json();
        if (json.isTextual() && fits.test(json.textValue())) {
            node.set(name, json);
            value.markTaken();
        }
        return this;
    }

    private ArrayNode array(String name) {
        return node.get(name) instanceof ArrayNode existing ? existing : node.putArray(name);
    }
}
