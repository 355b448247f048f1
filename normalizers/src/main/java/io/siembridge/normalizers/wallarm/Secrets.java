package io.siembridge.normalizers.wallarm;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which headers of a request are the credentials of the customer's own clients and must not reach a SIEM. */
final class Secrets {
    /** What the name of a credential's header contains. */
    private static final Pattern HEADER_NAME = Pattern.compile(
            "auth(?!ority)|cookie|token|secret|passw|api-?key|access-?key|session|credential|signature|jwt|csrf|xsrf");

    /** What such a header holds, should its name tell nothing: a scheme with credentials, or a JSON web token. */
    private static final Pattern HEADER_VALUE = Pattern.compile(
            "^\\s*(?:(?:basic|bearer|digest|negotiate|ntlm)\\s+\\S|eyJ[\\w-]+\\.)", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    static boolean isSecretHeader(String name, String value) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return HEADER_NAME.matcher(plain).find() || HEADER_VALUE.matcher(value).find();
    }
}
