package io.siembridge.app.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.siembridge.app.spool.StoredWebhook;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.PayloadReader;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a webhook's body may be shown to a person. The vendor's normalizer decides: a value that it keeps out of the
 * original text of its events is a secret, and is shown as stars. Where it cannot read the body, values whose name means
 * a credential are.
 */
final class RedactedBody {
    private static final String MASK = "***";
    private static final int LONGEST = 4 * 1024 * 1024;
    private static final int START = 1024;

    /** Members of JSON text, sound or broken, whose name means a credential or an address that works without one. */
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(\"[^\"]{0,60}(?:authorization|cookie|token|secret|password|api[-_]?key|callback|credential)[^\"]{0,60}\"\\s*:\\s*)"
                    + "(?:\"(?:[^\"\\\\]|\\\\.)*+\"?|[^\\s\"\\[{,}\\]]+)",
            Pattern.CASE_INSENSITIVE);

    private final List<Vendor> vendors;

    RedactedBody(List<Vendor> vendors) {
        this.vendors = vendors;
    }

    /**
     * A body to show.
     *
     * @param encoding {@code utf-8}, or {@code base64} for bytes that are no text
     * @param redacted whether it differs from the bytes received, because a secret stands there as stars
     */
    record Shown(String encoding, String text, boolean redacted) {}

    /**
     * The body of a webhook.
     *
     * @param content its bytes, inflated if they came compressed
     */
    Shown of(StoredWebhook webhook, byte[] content) {
        if (content.length > LONGEST) {
            return new Shown("utf-8", "(" + content.length + " bytes, too long to be shown)", true);
        }
        Optional<Vendor> vendor = vendors.stream()
                .filter(each -> each.id().equals(webhook.vendor()))
                .findFirst();
        if (vendor.isEmpty()) {
            return masked(content);
        }
        try {
            return read(vendor.get(), webhook, content);
        } catch (MalformedPayloadException unreadable) {
            return masked(content);
        }
    }

    private static Shown read(Vendor vendor, StoredWebhook webhook, byte[] content) throws MalformedPayloadException {
        PayloadReader.Items items = PayloadReader.read(content);
        Set<String> visible = visible(vendor, webhook, content);
        StringBuilder lines = new StringBuilder();
        boolean hides = false;
        for (Item item : items.items()) {
            JsonNode json = item.json().deepCopy();
            hides |= hide(json, visible);
            lines.append(json).append('\n');
        }
        if (hides) {
            return new Shown("utf-8", lines.toString().strip(), true);
        }
        boolean whole = items.unreadable().isEmpty() && items.items().stream().noneMatch(Item::isAmbiguous);
        Optional<String> text = utf8(content);
        return whole && text.isPresent() ? new Shown("utf-8", text.get(), false) : masked(content);
    }

    /** Every scalar that the events of a webhook show in their original texts. */
    private static Set<String> visible(Vendor vendor, StoredWebhook webhook, byte[] content)
            throws MalformedPayloadException {
        Provenance provenance = new Provenance(
                webhook.webhook(),
                webhook.source(),
                webhook.received(),
                webhook.label(),
                webhook.headers(),
                webhook.bodySha256());
        NormalizerSettings withOriginal = new NormalizerSettings(true, vendor.severities(), Optional.empty());
        Set<String> visible = new HashSet<>();
        for (OcsfEvent event :
                vendor.normalizer(withOriginal).normalize(content, provenance).events()) {
            Optional<String> original = event.text("raw_data");
            if (original.isPresent()) {
                for (Item item : PayloadReader.read(original.get().getBytes(StandardCharsets.UTF_8))
                        .items()) {
                    collect(item.json(), visible);
                }
            }
        }
        return visible;
    }

    private static void collect(JsonNode json, Set<String> texts) {
        if (json.isValueNode()) {
            texts.add(json.asText());
        }
        json.forEach(child -> collect(child, texts));
    }

    /** Replaces in place what is not visible; true if anything was. */
    private static boolean hide(JsonNode json, Set<String> visible) {
        boolean hides = false;
        if (json instanceof ObjectNode object) {
            for (String name : List.copyOf(names(object))) {
                JsonNode child = object.path(name);
                if (isHidden(child, visible)) {
                    object.set(name, TextNode.valueOf(MASK));
                    hides = true;
                } else {
                    hides |= hide(child, visible);
                }
            }
        } else if (json instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode child = array.path(i);
                if (isHidden(child, visible)) {
                    array.set(i, TextNode.valueOf(MASK));
                    hides = true;
                } else {
                    hides |= hide(child, visible);
                }
            }
        }
        return hides;
    }

    private static boolean isHidden(JsonNode value, Set<String> visible) {
        boolean canBeSecret = value.isTextual() ? !value.textValue().isEmpty() : value.isNumber();
        return canBeSecret && !visible.contains(value.asText());
    }

    private static Set<String> names(ObjectNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The beginning of a body that nobody has vouched for. */
    static String start(byte[] body) {
        byte[] first = body.length > START ? Arrays.copyOf(body, START) : body;
        String text = new String(first, StandardCharsets.UTF_8);
        return CREDENTIAL.matcher(text).replaceAll("$1\"" + MASK + "\"") + (body.length > START ? "…" : "");
    }

    private static Shown masked(byte[] content) {
        Optional<String> text = utf8(content);
        // One character for each byte, so that what is no UTF-8 can be searched as well.
        String searched = text.orElseGet(() -> new String(content, StandardCharsets.ISO_8859_1));
        String shown = CREDENTIAL.matcher(searched).replaceAll("$1\"" + MASK + "\"");
        boolean redacted = !shown.equals(searched);
        return text.isPresent()
                ? new Shown("utf-8", shown, redacted)
                : new Shown(
                        "base64",
                        Base64.getEncoder().encodeToString(shown.getBytes(StandardCharsets.ISO_8859_1)),
                        redacted);
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
