package io.siembridge.app.operator;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Secret;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.listener.ListenAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The operator's listener.
 *
 * @param token what an operator's requests must carry; without one nobody gets in, and only health answers
 * @param hosts names, beside addresses and localhost, that a browser may reach the console by
 */
public record AdminConfig(ListenAddress listen, Optional<Secret> token, List<String> hosts) {
    private static final int SHORT_TOKEN = 16;

    private static final Key<ListenAddress> LISTEN = Key.withDefault(
            "listen", ListenAddress.TYPE, "127.0.0.1:8081", "Address and port of the operator's listener.");
    private static final Key<Optional<Secret>> TOKEN = Key.optional(
            "token", ValueTypes.secret(), "Token for metrics, API and console; without it they are closed.");

    private static final Key<List<String>> HOSTS = Key.orElse(
            "hosts",
            ValueTypes.list(ValueTypes.text()),
            List.of(),
            "Host names a browser may open the console by, such as that of a proxy; addresses and localhost always work.");

    public static final Section<AdminConfig> SECTION = Section.of(AdminConfig::read, LISTEN, TOKEN, HOSTS);

    private static AdminConfig read(Section.Values values) {
        List<String> hosts = values.get(HOSTS).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        return new AdminConfig(values.get(LISTEN), values.get(TOKEN), hosts);
    }

    /** Whether the token is one that could be guessed. */
    public boolean isTokenShort() {
        return token.isPresent() && token.get().reveal().length() < SHORT_TOKEN;
    }
}
