package io.siembridge.normalizers.vendor;

import java.util.Set;

/** Names that mean a credential wherever they stand in a payload: mostly headers of somebody's requests. */
final class Credentials {
    static final Set<String> NAMES = Set.of(
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

    private Credentials() {}
}
