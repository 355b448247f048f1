package io.siembridge.app.destination.splunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.config.Secret;
import io.siembridge.app.destination.BatchReply;
import io.siembridge.app.destination.Excerpt;
import io.siembridge.app.destination.HttpAnswer;
import io.siembridge.app.destination.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An answer of the collector: what its status and then its code mean for the events that were sent. */
final class HecAnswer {
    /** The token does not have acknowledgement enabled. */
    static final int ACKNOWLEDGEMENT_DISABLED = 14;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final int UNKNOWN = -1;
    private static final int INVALID_FORMAT = 6;
    private static final int WRONG_INDEX = 7;
    private static final int QUEUE_NEARLY_FULL = 24;
    private static final int ACKNOWLEDGEMENTS_NEARLY_FULL = 25;
    private static final int ACKNOWLEDGEMENTS_FULL = 27;

    /** Success, and success with a warning that the queue or the acknowledgements are filling up. */
    private static final Set<Integer> TAKEN = Set.of(0, QUEUE_NEARLY_FULL, ACKNOWLEDGEMENTS_NEARLY_FULL);

    /** Codes that are about one event: no data, invalid format, no event, blank event, wrong indexed fields. */
    private static final Set<Integer> ABOUT_AN_EVENT = Set.of(5, INVALID_FORMAT, 12, 13, 15);

    /** Codes of a busy or ailing server, under whatever status a proxy has given them. */
    private static final Set<Integer> PASSING = Set.of(8, 9, 18, 19, 20, 23, 26, ACKNOWLEDGEMENTS_FULL);

    /** Splunk Cloud answers an oversize request as if its first event were malformed. */
    private static final long OVERSIZE_LOOK_ALIKE = 5L * 1024 * 1024;

    private final HttpAnswer http;
    private final String origin;
    private final Instant now;
    private final Collection<Secret> secrets;
    private final Map<String, JsonNode> body;

    HecAnswer(HttpAnswer http, String origin, Instant now, Collection<Secret> secrets) {
        this.http = http;
        this.origin = origin;
        this.now = now;
        this.secrets = secrets;
        this.body = members(http.body());
    }

    int code() {
        return number("code").orElse(UNKNOWN);
    }

    /** The number under which Splunk will say whether the events are safe. */
    OptionalLong ackId() {
        JsonNode id = body.get("ackid");
        // As text, too: an id that is overlooked makes events count as delivered that no indexer has confirmed.
        return id != null
                        && id.isValueNode()
                        && WHOLE_NUMBER.matcher(id.asText()).matches()
                ? OptionalLong.of(Long.parseLong(id.asText()))
                : OptionalLong.empty();
    }

    Optional<JsonNode> acknowledgements() {
        return Optional.ofNullable(body.get("acks")).filter(acks -> http.isSuccess() && acks.isObject());
    }

    /** By its status alone. */
    boolean isSuccess() {
        return http.isSuccess();
    }

    boolean wantsAcknowledgementsDrained() {
        return code() == ACKNOWLEDGEMENTS_NEARLY_FULL || code() == ACKNOWLEDGEMENTS_FULL;
    }

    boolean wantsFewerRequests() {
        return code() == QUEUE_NEARLY_FULL;
    }

    /** Whether the collector calls itself healthy. */
    boolean isHealthy() {
        return http.isSuccess() && body.containsKey("text");
    }

    /**
     * What it means for a batch.
     *
     * @param bytes of the request before compression
     */
    BatchReply reply(int events, long bytes) {
        if (http.isSuccess() && saysSuccess()) {
            return BatchReply.taken(events);
        }
        if (http.status() == 413) {
            return BatchReply.refusedSome(outcome(Outcome.Kind.REJECTED, "the request is too large"));
        }
        if (http.status() != 400) {
            return BatchReply.fault(fault());
        }
        if (body.get("code") == null) {
            return BatchReply.refusedSome(fault());
        }
        return ABOUT_AN_EVENT.contains(code()) ? refusal(events, bytes) : BatchReply.fault(fault());
    }

    /** The prefix rule: events before the number were taken, that one was not, and those after it were not looked at. */
    private BatchReply refusal(int events, long bytes) {
        Outcome rejected = outcome(Outcome.Kind.REJECTED, "the event is refused");
        int invalid = number("invalid-event-number").orElse(UNKNOWN);
        boolean looksOversize = code() == INVALID_FORMAT && invalid == 0 && bytes > OVERSIZE_LOOK_ALIKE;
        return invalid < 0 || invalid >= events || looksOversize
                ? BatchReply.refusedSome(rejected)
                : BatchReply.refusedOne(invalid, rejected);
    }

    /** What an answer means that is not success, when no event is to blame. */
    Outcome fault() {
        if (http.isPassingFault() || PASSING.contains(code()) || (http.isSuccess() && http.brokenOff())) {
            return outcome(Outcome.Kind.RETRY, http.brokenOff() ? "the answer broke off" : "busy or ailing");
        }
        return outcome(Outcome.Kind.PAUSED, advice());
    }

    private String advice() {
        if (http.isSuccess()) {
            return "that is not a collector's answer; is there a proxy in the way, or another server at this url?";
        }
        if (http.status() >= 300 && http.status() < 400) {
            return "redirects are not followed; url must be the collector's own address";
        }
        if (code() == WRONG_INDEX) {
            return "the index is not allowed for this token";
        }
        return switch (http.status()) {
            case 401, 403 -> "the token is refused";
            case 404, 405 -> "url is not a collector's address";
            case 415 -> "the encoding is refused; try gzip: false";
            default -> "the request is refused whatever is in it";
        };
    }

    private Outcome outcome(Outcome.Kind kind, String meaning) {
        String reason = origin + " answered " + http.status() + words() + ": " + meaning;
        return http.explain(new Outcome(kind, reason, Optional.empty(), Optional.empty()), now, secrets);
    }

    /** Splunk's own words. */
    String words() {
        JsonNode text = body.get("text");
        String said = text != null && text.isTextual()
                ? " \"" + Excerpt.of(text.textValue().getBytes(StandardCharsets.UTF_8), secrets) + "\""
                : "";
        return said + (code() == UNKNOWN ? "" : " (code " + code() + ")");
    }

    private boolean saysSuccess() {
        JsonNode text = body.get("text");
        return body.containsKey("code")
                ? TAKEN.contains(code())
                : text != null && "success".equalsIgnoreCase(text.asText());
    }

    private OptionalInt number(String name) {
        JsonNode value = body.get(name);
        return value != null && value.isIntegralNumber() && value.canConvertToInt()
                ? OptionalInt.of(value.intValue())
                : OptionalInt.empty();
    }

    /** The members of the body by their names in lower case, for those have varied; none if it is no JSON object. */
    private static Map<String, JsonNode> members(byte[] body) {
        Map<String, JsonNode> members = new TreeMap<>();
        try {
            for (Map.Entry<String, JsonNode> member : JSON.readTree(body).properties()) {
                members.put(member.getKey().toLowerCase(Locale.ROOT), member.getValue());
            }
        } catch (IOException notJson) {
            members.clear();
        }
        return members;
    }
}
