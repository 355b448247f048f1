package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.vendor.Payload;
import java.util.Locale;
import java.util.Optional;

/** Whole web addresses, as attributes of type {@code url_t} and people who click on them expect. */
final class WebAddress {
    private WebAddress() {}

    /** The text of a value if it is an address of the web. Takes nothing. */
    static Optional<String> of(Payload value) {
        return value.text().filter(WebAddress::isOne);
    }

    private static boolean isOne(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean web = lower.startsWith("https://") || lower.startsWith("http://");
        return web && text.codePoints().noneMatch(each -> Character.isWhitespace(each) || Character.isISOControl(each));
    }
}
