package io.siembridge.normalizers.soveren;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.ocsf.Pruning;
import io.siembridge.normalizers.vendor.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Soveren calls an event object: one item of a body. Nothing in it is taken for granted: a member may be absent,
 * null or empty, and an object may be replaced by plain text.
 */
final class EventObject {
    private static final Pattern EVENT_NUMBER = Pattern.compile("[?&]id=([0-9]{1,19})(?=[&#]|$)");
    private static final Pattern POLICY_NUMBER = Pattern.compile("/([0-9]{1,19})/?(?=[?#]|$)");

    private final Payload payload;
    private final Optional<String> number;
    private final List<String> dataTypeNames;

    EventObject(JsonNode json) {
        this.payload = Payload.of(json);
        this.number = text("event_link").flatMap(link -> firstGroup(EVENT_NUMBER, link));
        this.dataTypeNames = namesOf(dataTypes());
    }

    Payload payload() {
        return payload;
    }

    Payload at(String member) {
        return payload.at(member);
    }

    Optional<String> text(String member) {
        return payload.text(member);
    }

    /** The known type; empty for a new one and for none. */
    Optional<EventType> type() {
        return text("event_type").flatMap(EventType::named);
    }

    Optional<Category> category() {
        return text("category").flatMap(Category::named);
    }

    /** The number of the event in the vendor's console: the only id it has. */
    Optional<String> number() {
        return number;
    }

    Party sender() {
        return new Party(at("sending"));
    }

    Party receiver() {
        return new Party(at("receiving"));
    }

    ApiEndpoint endpoint() {
        return new ApiEndpoint(at("endpoint"));
    }

    /** Name of the policy, which may stand in place of the whole object. */
    Payload policyName() {
        Payload policy = at("policy");
        return policy.isObject() ? policy.at("name") : policy;
    }

    /** Number of the policy, which only its link tells. */
    Optional<String> policyNumber() {
        return payload.text("policy", "link").flatMap(link -> firstGroup(POLICY_NUMBER, link));
    }

    /** Names of the data types concerned. */
    List<Payload> dataTypes() {
        Payload types = at("data_types");
        return types.isArray() ? types.elements() : List.of(types);
    }

    List<String> dataTypeNames() {
        return dataTypeNames;
    }

    private static List<String> namesOf(List<Payload> dataTypes) {
        List<String> names = new ArrayList<>();
        for (Payload type : dataTypes) {
            type.text().ifPresent(names::add);
        }
        return List.copyOf(names);
    }

    /** Where the data was found; empty if nothing tells. */
    Payload store() {
        for (String member : List.of("entity_name", "s3_bucket", "database_name", "topic")) {
            if (text(member).isPresent()) {
                return at(member);
            }
        }
        return at("entity_name");
    }

    /** The table of an SQL database or the collection of a document store. */
    Payload table() {
        return text("table").isPresent() ? at("table") : at("collection");
    }

    /** Whether the data was seen on its way; otherwise it was found where it is kept. */
    boolean isInMotion() {
        return isGiven("sending") || isGiven("receiving") || isGiven("endpoint") || isGiven("third_party_ip");
    }

    private boolean isGiven(String member) {
        JsonNode value = at(member).json();
        return value.isObject()
                ? !Pruning.withoutEmpties(value).isMissingNode()
                : text(member).isPresent();
    }

    private static Optional<String> firstGroup(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
