package io.siembridge.app.destination.http;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Secret;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.CommonKeys;
import io.siembridge.app.destination.HttpSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One HTTP collector and how to speak to it.
 *
 * @param headers of every request, those for its content left out
 * @param wrap the key of an object to put around each event; empty for none
 * @param idempotencyKey whether a request carries a key made from the events in it
 */
record HttpConfig(
        HttpSettings http,
        Method method,
        BodyMode body,
        Map<String, Secret> headers,
        Optional<RequestSignature> signature,
        boolean gzip,
        Optional<String> wrap,
        String contentType,
        boolean idempotencyKey,
        long batchBytes,
        int batchEvents,
        long maxEvent) {
    /** Methods that carry events. */
    enum Method {
        POST,
        PUT
    }

    private static final Key<Method> METHOD =
            Key.withDefault("method", ValueTypes.choice(Method.class), "post", "Method of the requests.");
    private static final Key<BodyMode> BODY = Key.withDefault(
            "body",
            ValueTypes.choice(BodyMode.class),
            "array",
            "What a request holds: array, a JSON array of events; ndjson, one event to a line; single, one event.");
    private static final Key<Map<String, Secret>> HEADERS = Key.orElse(
            "headers",
            ValueTypes.named(ValueTypes.secret()),
            Map.of(),
            "Further headers; their values are never shown.");
    private static final Key<Optional<Secret>> BEARER =
            Key.optional("bearer", ValueTypes.secret(), "Token for Authorization: Bearer.");
    private static final Key<Optional<String>> USERNAME =
            Key.optional("username", ValueTypes.text(), "User for Authorization: Basic.");
    private static final Key<Optional<Secret>> PASSWORD =
            Key.optional("password", ValueTypes.secret(), "Password for Authorization: Basic.");
    private static final Key<Optional<RequestSignature>> SIGNATURE = Key.optional(
            "signature", RequestSignature.SECTION, "Signs the bytes of each body, as they are sent, with HMAC.");
    private static final Key<Boolean> GZIP = Key.withDefault(
            "gzip", ValueTypes.bool(), "false", "Whether requests are compressed; not every receiver can read that.");
    private static final Key<Optional<String>> WRAP = Key.optional(
            "wrap", ValueTypes.text(), "Puts each event into an object under this key; ocsf is good for Logstash.");
    private static final Key<Optional<String>> CONTENT_TYPE =
            Key.optional("content_type", ValueTypes.text(), "Content-Type, if not the usual one of the body.");
    private static final Key<Boolean> IDEMPOTENCY_KEY = Key.withDefault(
            "idempotency_key",
            ValueTypes.bool(),
            "false",
            "Whether an Idempotency-Key header is sent; it is the same when the same events are sent again.");
    private static final Key<Integer> BATCH_EVENTS =
            Key.withDefault("batch_events", ValueTypes.integer(1, 100_000), "500", "Most events in a request.");

    static final List<Key<?>> KEYS = keys();

    private static final String AUTHORIZATION = "Authorization";
    private static final String BASIC = "Basic ";
    private static final int SHORTEST_KEY = 8;

    /** Headers that the program writes itself, or that no client may write. */
    private static final Set<String> NOT_TO_BE_SET = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "idempotency-key",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    static HttpConfig read(Section.Values values) {
        CommonKeys.ALL.forEach(values::get);
        BodyMode body = values.get(BODY);
        int batchEvents = values.get(BATCH_EVENTS);
        String contentType = values.get(CONTENT_TYPE).orElse(body.contentType());
        if (!HttpSettings.isHeaderValue(contentType)) {
            values.problem(CONTENT_TYPE, "expected a media type such as application/json");
        }
        return new HttpConfig(
                HttpSettings.read(values),
                values.get(METHOD),
                body,
                headers(values),
                values.get(SIGNATURE),
                values.get(GZIP),
                values.get(WRAP),
                contentType,
                values.get(IDEMPOTENCY_KEY),
                HttpSettings.batchBytes(values),
                body == BodyMode.SINGLE ? 1 : batchEvents,
                HttpSettings.maxEvent(values));
    }

    /** What a peer might repeat in an answer and nobody shall read there. */
    List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>(headers.values());
        Optional.ofNullable(headers.get(AUTHORIZATION))
                .map(Secret::reveal)
                .filter(value -> value.contains(" "))
                .map(value -> new Secret(value.substring(value.indexOf(' ') + 1)))
                .ifPresent(secrets::add);
        Optional.ofNullable(headers.get(AUTHORIZATION))
                .flatMap(HttpConfig::passwordIn)
                .ifPresent(secrets::add);
        signature.ifPresent(it -> secrets.add(it.secret()));
        // Some collectors take their key in the address; what is shorter is none, and may stand anywhere.
        Stream.of(http.url().getRawPath(), http.url().getRawQuery())
                .filter(part -> part != null && part.length() > SHORTEST_KEY)
                .map(Secret::new)
                .forEach(secrets::add);
        return secrets;
    }

    private static Map<String, Secret> headers(Section.Values values) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        values.get(HEADERS).forEach((name, value) -> {
            check(values, name, value);
            headers.put(name.equalsIgnoreCase(AUTHORIZATION) ? AUTHORIZATION : name, value);
        });
        Optional<Secret> authorization = authorization(values);
        if (authorization.isPresent() && headers.put(AUTHORIZATION, authorization.get()) != null) {
            values.problem("give Authorization once: as a header, as bearer, or as username and password");
        }
        return headers;
    }

    /** Whether a header is the program's own to write. */
    static boolean isFixed(String header) {
        return NOT_TO_BE_SET.contains(header.toLowerCase(Locale.ROOT));
    }

    private static void check(Section.Values values, String name, Secret value) {
        if (!HttpSettings.isHeaderName(name)) {
            values.problem(HEADERS, "holds a name that no header can have");
        } else if (isFixed(name)) {
            values.problem(HEADERS, name + " cannot be set here; see content_type, gzip and idempotency_key");
        } else if (!value.reveal().isEmpty() && !HttpSettings.isHeaderValue(value.reveal())) {
            values.problem(
                    HEADERS, "the value of " + name + " holds a character that no header can, such as a line break");
        }
    }

    private static Optional<Secret> authorization(Section.Values values) {
        Optional<Secret> bearer = values.get(BEARER);
        Optional<String> username = values.get(USERNAME);
        Optional<Secret> password = values.get(PASSWORD);
        if (username.isPresent() != password.isPresent()) {
            values.problem("username and password go together: give both or neither");
        }
        if (bearer.isPresent() && username.isPresent()) {
            values.problem("give bearer, or username and password, not both");
        }
        if (bearer.isPresent() && !HttpSettings.isHeaderValue(bearer.get().reveal())) {
            values.problem(BEARER, "holds a character that no header can, such as a line break at its end");
        }
        return bearer.map(token -> new Secret("Bearer " + token.reveal()))
                .or(() -> username.flatMap(user -> password.map(word -> basic(user, word))));
    }

    private static Secret basic(String username, Secret password) {
        byte[] pair = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return new Secret(BASIC + Base64.getEncoder().encodeToString(pair));
    }

    /** A receiver that refuses a password may show it as it reads it, not as it was sent. */
    private static Optional<Secret> passwordIn(Secret authorization) {
        String value = authorization.reveal();
        if (!value.startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(value.substring(BASIC.length())), StandardCharsets.UTF_8);
            return Optional.of(new Secret(pair.substring(pair.indexOf(':') + 1)));
        } catch (IllegalArgumentException writtenByHandAndNotBase64) {
            return Optional.empty();
        }
    }

    private static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>(CommonKeys.ALL);
        keys.addAll(HttpSettings.KEYS);
        return Section.join(
                keys,
                METHOD,
                BODY,
                HEADERS,
                BEARER,
                USERNAME,
                PASSWORD,
                SIGNATURE,
                GZIP,
                WRAP,
                CONTENT_TYPE,
                IDEMPOTENCY_KEY,
                BATCH_EVENTS);
    }
}
