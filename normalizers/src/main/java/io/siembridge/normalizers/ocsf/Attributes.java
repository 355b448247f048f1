package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        value.ifPresent(present -> text(name, present));
        return this;
    }

    /** Sets the text of a vendor's scalar: strings as they are, numbers and booleans as JSON writes them. */
    public Attributes text(String name, VendorValue value) {
        scalarText(value.json()).filter(text -> !text.isBlank()).ifPresent(text -> {
            node.put(name, text);
            value.markTaken();
        });
        return this;
    }

    public Attributes integer(String name, long value) {
        node.put(name, value);
        return this;
    }

    /** Sets a whole number that fits a {@code long}; a number in quotes counts as one. */
    public Attributes integer(String name, VendorValue value) {
        wholeNumber(value.json()).ifPresent(number -> {
            node.put(name, number.longValue());
            value.markTaken();
        });
        return this;
    }

    public Attributes bool(String name, boolean value) {
        node.put(name, value);
        return this;
    }

    public Attributes bool(String name, VendorValue value) {
        if (value.json().isBoolean()) {
            node.put(name, value.json().booleanValue());
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
        scalarText(value.json()).filter(text -> !text.isBlank()).ifPresent(text -> {
            array(name).add(text);
            value.markTaken();
        });
        return this;
    }

    /** Whether the text is an {@code email_t} of the schema. */
    public static boolean isEmail(String text) {
        return text.length() <= 320 && EMAIL.matcher(text).matches();
    }

    /** Whether the text is a whole address of the web, from its scheme on. */
    public static boolean isUrl(String text) {
        boolean web = text.regionMatches(true, 0, "https://", 0, 8) || text.regionMatches(true, 0, "http://", 0, 7);
        return web && text.codePoints().noneMatch(each -> Character.isWhitespace(each) || Character.isISOControl(each));
    }

    /** A scalar as text; empty for null, missing, objects and arrays. */
    public static Optional<String> scalarText(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    /** A whole number within {@code long}, also when it was sent in quotes or as {@code 5.0}. */
    public static Optional<Long> wholeNumber(JsonNode value) {
        return decimalNumber(value).flatMap(number -> {
            try {
                return Optional.of(number.longValueExact());
            } catch (ArithmeticException fractionOrTooLarge) {
                return Optional.empty();
            }
        });
    }

    /** A number of sane magnitude, also when it was sent in quotes. */
    public static Optional<BigDecimal> decimalNumber(JsonNode value) {
        BigDecimal number;
        if (value.isNumber()) {
            number = value.decimalValue();
        } else if (value.isTextual() && NUMBER.matcher(value.textValue()).matches()) {
            number = new BigDecimal(value.textValue());
        } else {
            return Optional.empty();
        }
        // A literal such as 1e999999999 is twelve bytes long and a gigabyte once written out.
        return Math.abs(number.scale()) <= 400 ? Optional.of(number) : Optional.empty();
    }

    private Attributes textIf(String name, VendorValue value, Predicate<String> fits) {
        if (value.json().isTextual() && fits.test(value.json().textValue())) {
            node.put(name, value.json().textValue());
            value.markTaken();
        }
        return this;
    }

    private ArrayNode array(String name) {
        return node.get(name) instanceof ArrayNode existing ? existing : node.putArray(name);
    }
}
