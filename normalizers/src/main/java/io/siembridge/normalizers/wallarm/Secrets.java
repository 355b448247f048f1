package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.vendor.Payload;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which values of a payload are the credentials of the customer's own clients and must not reach a SIEM. */
final class Secrets {
    /** Names that mean a credential wherever they stand. */
    private static final Set<String> NAMES = Set.of(
            "authorization",
            "proxy-authorization",
            "proxy_authorization",
            "cookie",
            "set-cookie",
            "set_cookie",
            "x-api-key",
            "x_api_key",
            "api-key",
            "api_key",
            "apikey",
            "x-auth-token",
            "x_auth_token",
            "password");

    /** What the name of a credential's header contains. */
    private static final Pattern HEADER_NAME = Pattern.compile(
            "auth(?!ority)|cookie|token|secret|passw|api-?key|access-?key|session|credential|signature|jwt|csrf|xsrf");

    /** What such a header holds, should its name tell nothing: a scheme with credentials, or a JSON web token. */
    private static final Pattern HEADER_VALUE = Pattern.compile(
            "^\\s*(?:(?:basic|bearer|digest|negotiate|ntlm)\\s+\\S|eyJ[\\w-]+\\.)", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    static void maskIn(Payload payload) {
        payload.maskNamed(NAMES);
        payload.suspect(Set.of("headers"));
    }

    static boolean isSecretHeader(String name, String value) {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return HEADER_NAME.matcher(plain).find() || HEADER_VALUE.matcher(value).find();
    }
}
