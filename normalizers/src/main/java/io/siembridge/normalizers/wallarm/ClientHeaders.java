package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.vendor.HostText;
import io.siembridge.normalizers.vendor.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The headers of the request a hit was found in, sent only where the customer switched that on. They are an object whose
 * values are texts, numbers or lists of either; what has another shape cannot be told from a secret and is hidden.
 */
final class ClientHeaders {
    private ClientHeaders() {}

    /** Fills {@code http_headers}, {@code user_agent} and {@code x_forwarded_for}, and masks credentials. */
    static void addTo(Attributes request, Payload headers) {
        if (!headers.isObject()) {
            headers.mask();
        }
        headers.members().forEach((name, value) -> {
            for (Payload each : values(value)) {
                add(request, name, each);
            }
        });
    }

    /** A list that is masked as a whole is one value. */
    private static List<Payload> values(Payload value) {
        return value.json().isArray() ? value.elements() : List.of(value);
    }

    private static void add(Attributes request, String name, Payload value) {
        String text = value.text().orElse("");
        boolean secret = Secrets.isSecretHeader(name, text) || value.isObject() || value.isArray();
        if (secret) {
            value.mask();
        }
        if (name.isBlank() || text.isEmpty()) {
            return;
        }
        request.add("http_headers", header -> header.text("name", name).text("value", value));
        if (secret) {
            return;
        }
        switch (name.toLowerCase(Locale.ROOT)) {
            case "user-agent" -> request.text("user_agent", text);
            case "x-forwarded-for" -> addresses(text).forEach(address -> request.addText("x_forwarded_for", address));
            default -> {}
        }
    }

    private static List<String> addresses(String list) {
        List<String> found = new ArrayList<>();
        for (String each : list.split(",", -1)) {
            HostText.of(each.strip()).filter(HostText::isAddress).ifPresent(host -> found.add(host.host()));
        }
        return found;
    }
}
