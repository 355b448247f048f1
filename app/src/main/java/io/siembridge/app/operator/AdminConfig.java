package io.siembridge.app.operator;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Secret;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.listener.ListenAddress;
import java.util.Optional;

/**
 * The operator's listener.
 *
 * @param token what an operator's requests must carry; without one nobody gets in, and only health answers
 */
public record AdminConfig(ListenAddress listen, Optional<Secret> token) {
    private static final int SHORT_TOKEN = 16;

    private static final Key<ListenAddress> LISTEN = Key.withDefault(
            "listen", ListenAddress.TYPE, "127.0.0.1:8081", "Address and port of the operator's listener.");
    private static final Key<Optional<Secret>> TOKEN = Key.optional(
            "token", ValueTypes.secret(), "Token for metrics, API and console; without it they are closed.");

    public static final Section<AdminConfig> SECTION =
            Section.of(values -> new AdminConfig(values.get(LISTEN), values.get(TOKEN)), LISTEN, TOKEN);

    /** Whether the token is one that could be guessed. */
    public boolean isTokenShort() {
        return token.isPresent() && token.get().reveal().length() < SHORT_TOKEN;
    }
}
