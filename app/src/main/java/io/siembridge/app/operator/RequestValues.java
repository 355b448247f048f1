package io.siembridge.app.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.siembridge.app.config.NearestName;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a request says, read strictly: what cannot be understood is a problem for the sender, never ignored. */
final class RequestValues {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Context context;
    private final InstantSource clock;
    private final Function<String, @Nullable String> given;

    RequestValues(Context context, InstantSource clock) {
        this(context, clock, context::queryParam);
    }

    private RequestValues(Context context, InstantSource clock, Function<String, @Nullable String> given) {
        this.context = context;
        this.clock = clock;
        this.given = given;
    }

    /** The fields of a form, instead of the parameters of a query. */
    static RequestValues ofForm(Context context, InstantSource clock) {
        return new RequestValues(context, clock, context::formParam);
    }

    /** Empty when absent or blank, as an unfilled form field is. */
    Optional<String> text(String name) {
        return Optional.ofNullable(given.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A cursor; one that is misspelt would silently begin elsewhere. */
    Optional<String> cursor(String name) {
        return cursor(name, context.queryParam(name));
    }

    static Optional<String> cursor(String name, @Nullable String given) {
        return cursor(name, given, "[0-9]{1,18}");
    }

    /** A cursor in the list of webhooks, which is a time and a number. */
    Optional<String> webhookCursor(String name) {
        return cursor(name, context.queryParam(name), "[0-9]{1,18}-[0-9]{1,18}");
    }

    private static Optional<String> cursor(String name, @Nullable String given, String form) {
        Optional<String> written = Optional.ofNullable(given).map(String::strip).filter(value -> !value.isEmpty());
        if (written.isPresent() && !written.get().matches(form)) {
            throw ProblemException.badRequest(name + " is a cursor that an earlier answer gave.");
        }
        return written;
    }

    int limit() {
        return limit(DEFAULT_LIMIT);
    }

    int limit(int fallback) {
        Optional<String> written = text("limit");
        if (written.isEmpty()) {
            return fallback;
        }
        if (!written.get().matches("[0-9]{1,4}")
                || Integer.parseInt(written.get()) < 1
                || Integer.parseInt(written.get()) > MAX_LIMIT) {
            throw ProblemException.badRequest("limit is a whole number from 1 to " + MAX_LIMIT + ".");
        }
        return Integer.parseInt(written.get());
    }

    Optional<Instant> time(String name) {
        return text(name).map(written -> time(name, written));
    }

    private Instant time(String name, String written) {
        return TimeText.parse(written, clock.instant())
                .orElseThrow(() -> ProblemException.badRequest(name + " is " + TimeText.FORMS + "."));
    }

    /** One of the words of an enumeration, written in lower case. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        return text(name).map(written -> {
            List<String> words = new ArrayList<>();
            for (E each : type.getEnumConstants()) {
                String word = each.name().toLowerCase(Locale.ROOT);
                if (word.equals(written)) {
                    return each;
                }
                words.add(word);
            }
            throw ProblemException.badRequest(name + " is one of " + String.join(", ", words) + ".");
        });
    }

    boolean flag(String name) {
        return text(name)
                .map(written -> {
                    if (!List.of("true", "false").contains(written)) {
                        throw ProblemException.badRequest(name + " is true or false.");
                    }
                    return written.equals("true");
                })
                .orElse(false);
    }

    /** The body as a JSON object that has no members but these. */
    Body body(List<String> known) {
        byte[] bytes = context.bodyAsBytes();
        JsonNode json;
        try {
            json = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            throw ProblemException.badRequest("The body is not JSON.");
        } catch (IOException e) {
            throw ProblemException.badRequest("The body could not be read.");
        }
        if (json == null || !json.isObject()) {
            throw ProblemException.badRequest("The body is a JSON object with members such as " + known.get(0) + ".");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw ProblemException.badRequest("The body has an unknown member" + NearestName.hint(name, known));
            }
        });
        return new Body(json);
    }

    /** A request's body. */
    final class Body {
        private final JsonNode json;

        private Body(JsonNode json) {
            this.json = json;
        }

        Optional<String> text(String name) {
            JsonNode value = json.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return Optional.empty();
            }
            if (!value.isTextual()) {
                throw ProblemException.badRequest(name + " is a text.");
            }
            return Optional.of(value.textValue());
        }

        Optional<Instant> time(String name) {
            return text(name).map(written -> RequestValues.this.time(name, written));
        }

        boolean flag(String name) {
            JsonNode value = json.path(name);
            if (!value.isMissingNode() && !value.isBoolean()) {
                throw ProblemException.badRequest(name + " is true or false.");
            }
            return value.asBoolean(false);
        }

        List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            for (JsonNode each : list(name)) {
                if (!each.isTextual()) {
                    throw ProblemException.badRequest(name + " is a list of texts.");
                }
                texts.add(each.textValue());
            }
            return texts;
        }

        List<Long> numbers(String name) {
            List<Long> numbers = new ArrayList<>();
            for (JsonNode each : list(name)) {
                if (!each.canConvertToExactIntegral() || !each.canConvertToLong()) {
                    throw ProblemException.badRequest(name + " is a list of whole numbers.");
                }
                numbers.add(each.longValue());
            }
            return numbers;
        }

        private JsonNode list(String name) {
            JsonNode value = json.path(name);
            if (!value.isMissingNode() && !value.isArray()) {
                throw ProblemException.badRequest(name + " is a list.");
            }
            if (value.size() > MAX_LIMIT) {
                throw ProblemException.badRequest(name + " has more than " + MAX_LIMIT + " elements.");
            }
            return value;
        }
    }

    /** Refuses a name that is not configured, with the nearest one that is. */
    static void checkName(String what, String name, Collection<String> known) {
        if (!known.contains(name)) {
            throw ProblemException.notFound("There is no " + what + " of this name" + NearestName.hint(name, known));
        }
    }
}
