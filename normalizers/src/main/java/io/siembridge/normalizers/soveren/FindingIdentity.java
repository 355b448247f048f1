package io.siembridge.normalizers.soveren;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.siembridge.normalizers.vendor.EventFactory;
import java.util.Collection;
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
    private final StringBuilder parts = new StringBuilder(500);

    private FindingIdentity(EventObject object) {
        this.object = object;
    }

    static String uidOf(EventObject object, EventType type) {
        FindingIdentity identity = new FindingIdentity(object);
        identity.addFlow();
        identity.addStore();
        identity.addNumberIfNothingElse();
        identity.add("event_type", type.isListed() ? type.word() : Slug.of(sentType(object)));
        return "soveren:" + EventFactory.digest("{" + identity.parts + "}");
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
        addAll("data_types", new TreeSet<>(object.dataTypeNames()));
        add("policy", object.policyName().text().or(object::policyNumber));
    }

    private void addStore() {
        for (String member : STORE_MEMBERS) {
            add(member, object.text(member));
        }
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
        if (service.isPresent()) {
            addAll(name, List.of(party.namespace().text().orElse(""), service.get()));
        }
    }

    private void add(String name, Optional<String> value) {
        if (value.isPresent()) {
            add(name, value.get());
        }
    }

    private void add(String name, String value) {
        begin(name);
        quote(value);
    }

    private void addAll(String name, Collection<String> values) {
        if (values.isEmpty()) {
            return;
        }
        begin(name);
        char before = '[';
        for (String value : values) {
            parts.append(before);
            quote(value);
            before = ',';
        }
        parts.append(']');
    }

    private void begin(String name) {
        parts.append(parts.isEmpty() ? "" : ",").append('"').append(name).append("\":");
    }

    /** As JSON has it: no value can pass for the end of one part and the start of the next. */
    private void quote(String value) {
        parts.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, parts);
        parts.append('"');
    }
}
