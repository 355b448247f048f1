package io.siembridge.app.destination.syslog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A line of attributes that can be made to fit a number of bytes. Shedding is by whole attributes or from the end of a
 * value, so neither a key nor a character is ever cut.
 */
public final class Line {
    /** Code points that are left of each vendor's word in what every line must carry, where more does not fit. */
    private static final List<Integer> NARROW = List.of(64, 24);

    private final String head;
    private final String separator;
    private final UnaryOperator<String> escape;
    private final List<Attribute> attributes = new ArrayList<>();

    /**
     * A line without attributes.
     *
     * @param head all that stands before the first attribute
     * @param escape makes a value's wire form; character by character, so that it can be cut before
     */
    public Line(String head, String separator, UnaryOperator<String> escape) {
        this.head = head;
        this.separator = separator;
        this.escape = escape;
    }

    /**
     * Adds an attribute; an empty value is left out.
     *
     * @param lead what stands before the value: {@code key=}, or more where a label goes with it
     */
    public Line add(String lead, String value, Shedding shedding) {
        if (!value.isEmpty()) {
            attributes.add(new Attribute(lead, value, shedding));
        }
        return this;
    }

    /**
     * A line in UTF-8 that fits; if need be with less of what must stay.
     *
     * @param ofWidth makes the line with at most so many code points of each word that a vendor chose and that must stay
     */
    public static Optional<byte[]> fit(IntFunction<Line> ofWidth, int limit, String mark) {
        Optional<String> fitting = ofWidth.apply(Integer.MAX_VALUE).fit(limit, mark);
        for (int width : NARROW) {
            fitting = fitting.or(() -> ofWidth.apply(width).shed(limit, mark));
        }
        return fitting.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The line as it is, if it fits; else with the mark added and as little shed as makes it fit. Empty when what must
     * stay is too long.
     *
     * @param mark an attribute that says that something was left out
     */
    public Optional<String> fit(int limit, String mark) {
        String whole = render(attributes, "");
        return bytes(whole) <= limit ? Optional.of(whole) : shed(limit, mark);
    }

    private Optional<String> shed(int limit, String mark) {
        List<Attribute> left = new ArrayList<>(attributes);
        int excess = bytes(render(left, mark)) - limit;
        for (Attribute victim : inOrderOfShedding()) {
            if (excess <= 0) {
                break;
            }
            excess -= shed(left, victim, excess);
        }
        return excess <= 0 ? Optional.of(render(left, mark)) : Optional.empty();
    }

    /** Takes away as much as needed, at most the whole attribute; returns the bytes gained. */
    private int shed(List<Attribute> left, Attribute victim, int excess) {
        int place = left.indexOf(victim);
        Attribute shortened = victim.shedding.shortens() ? shorten(victim, excess) : victim.withValue("");
        if (shortened.value.isEmpty()) {
            left.remove(place);
            return bytes(victim.text()) + bytes(separator);
        }
        left.set(place, shortened);
        return bytes(victim.text()) - bytes(shortened.text());
    }

    private Attribute shorten(Attribute attribute, int excess) {
        int room = bytes(escape.apply(attribute.value)) - excess;
        int end = 0;
        while (end < attribute.value.length()) {
            int next = attribute.value.offsetByCodePoints(end, 1);
            room -= bytes(escape.apply(attribute.value.substring(end, next)));
            if (room < 0) {
                break;
            }
            end = next;
        }
        return attribute.withValue(attribute.value.substring(0, end).stripTrailing());
    }

    private List<Attribute> inOrderOfShedding() {
        List<Attribute> victims = new ArrayList<>();
        for (int i = attributes.size() - 1; i >= 0; i--) {
            if (attributes.get(i).shedding.rank() > 0) {
                victims.add(attributes.get(i));
            }
        }
        victims.sort(Comparator.comparingInt(attribute -> attribute.shedding.rank()));
        return victims;
    }

    /** The mark stands first, so that a receiver which cuts still sees it. */
    private String render(List<Attribute> shown, String mark) {
        List<String> texts = new ArrayList<>();
        if (!mark.isEmpty()) {
            texts.add(mark);
        }
        shown.forEach(attribute -> texts.add(attribute.text()));
        return head + String.join(separator, texts);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** One attribute; a class of its own so that two equal ones are still two. */
    private final class Attribute {
        private final String lead;
        private final String value;
        private final Shedding shedding;

        Attribute(String lead, String value, Shedding shedding) {
            this.lead = lead;
            this.value = value;
            this.shedding = shedding;
        }

        Attribute withValue(String other) {
            return new Attribute(lead, other, shedding);
        }

        String text() {
            return lead + escape.apply(value);
        }
    }
}
