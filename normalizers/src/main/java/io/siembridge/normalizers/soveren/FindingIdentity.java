package io.siembridge.normalizers.soveren;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.vendor.EventFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code finding_info.uid}: the same for every report of one finding. The vendor sends no id of a finding, only a number
 * of each event, so the id is a digest over what the finding is about. Time, severity, wording and category stay out.
 */
final class FindingIdentity {
    private static final List<String> STORE_MEMBERS =
            List.of("object_type", "entity_name", "s3_bucket", "database_type", "database_name", "topic", "scheme");

    private final EventObject object;
    private final ObjectNode parts = JsonNodeFactory.instance.objectNode();

    private FindingIdentity(EventObject object) {
        this.object = object;
    }

    static String uidOf(EventObject object, EventType type) {
        FindingIdentity identity = new FindingIdentity(object);
        identity.addFlow();
        identity.addStore();
        identity.addNumberIfNothingElse();
        identity.parts.put("event_type", type.isListed() ? type.word() : Slug.of(sentType(object)));
        // JSON and not joined text: no value can pass for the end of one part and the start of the next.
        return "soveren:" + EventFactory.digest(identity.parts.toString());
    }

    private static String sentType(EventObject object) {
        return object.text("event_type").orElse("");
    }

    private void addFlow() {
        addParty("sender", object.sender());
        addParty("receiver", object.receiver());
        if (object.receiver().name().text().isEmpty()) {
            add("third_party_ip", object.text("third_party_ip"));
        }
        ApiEndpoint endpoint = object.endpoint();
        add("method", endpoint.method().text().map(method -> method.toUpperCase(Locale.ROOT)));
        add("host", endpoint.hostname().text().map(host -> host.toLowerCase(Locale.ROOT)));
        // The leading slash of a path comes and goes.
        add("path", endpoint.url().text().map(path -> path.startsWith("/") ? path.substring(1) : path));
        addAll("data_types", object.dataTypeNames());
        add("policy", object.policyName().text().or(object::policyNumber));
    }

    private void addStore() {
        STORE_MEMBERS.forEach(member -> add(member, object.text(member)));
        add("table", object.table().text());
    }

    /** Two findings that say nothing of themselves are told apart by their number, or at least by their title. */
    private void addNumberIfNothingElse() {
        if (parts.isEmpty()) {
            add("number", object.number().or(() -> object.text("title")));
        }
    }

    private void addParty(String name, Party party) {
        Optional<String> service = party.name().text().or(() -> party.link().text());
        service.ifPresent(known ->
                parts.putArray(name).add(party.namespace().text().orElse("")).add(known));
    }

    private void add(String name, Optional<String> value) {
        value.ifPresent(present -> parts.put(name, present));
    }

    private void addAll(String name, List<String> values) {
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        new TreeSet<>(values).forEach(sorted::add);
        if (!sorted.isEmpty()) {
            parts.set(name, sorted);
        }
    }
}
