package io.siembridge.normalizers.soda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Payload;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The value a check measured. Newer messages have it in {@code value}, older ones in {@code diagnostics.value}; an
 * event has it in one place whatever the generation.
 */
final class Measurement {
    private static final int MAX_WRITTEN_DIGITS = 40;

    private Measurement() {}

    /** Keeps the value as it was sent under {@code unmapped.soda.diagnostics}, unless diagnostics came beside it. */
    static void keep(EventBuilder event, Payload result) {
        Payload value = result.at("value");
        if (value.isPresent() && isEmpty(result.at("diagnostics"))) {
            ObjectNode diagnostics = JsonNodeFactory.instance.objectNode().set("value", value.json());
            event.unmapped(JsonNodeFactory.instance.objectNode().set("diagnostics", diagnostics));
            value.markTaken();
        }
    }

    /** The value for people to read. */
    static Optional<String> inWords(Payload result) {
        Payload value = result.at("value").text().isPresent() ? result.at("value") : result.at("diagnostics", "value");
        return value.json().isNumber() ? Attributes.decimalNumber(value.json()).map(Measurement::plain) : value.text();
    }

    private static boolean isEmpty(Payload diagnostics) {
        return !diagnostics.isPresent()
                || (diagnostics.isObject() && diagnostics.json().isEmpty());
    }

    /** {@code 14.0} is written {@code 14}; a number of extreme magnitude keeps its exponent. */
    private static String plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        boolean writable = Math.abs(shortest.scale()) <= MAX_WRITTEN_DIGITS;
        return writable ? shortest.toPlainString() : shortest.toString();
    }
}
