package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.vendor.Normalization.Novelty;
import io.siembridge.normalizers.vendor.Normalization.Novelty.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the names in one webhook that the documentation does not have, each once and not without end. */
final class Novelties {
    private static final int LIMIT = 50;

    private static final Set<String> KNOWN_FIELDS = Stream.concat(
                    Stream.of(
                            "title",
                            "sensitivity",
                            "time",
                            "event_link",
                            "category",
                            "event_type",
                            "data_types",
                            "event_triggered_by",
                            "endpoint.link",
                            "endpoint.url",
                            "endpoint.URL",
                            "endpoint.hostname",
                            "endpoint.method",
                            "policy.link",
                            "policy.name",
                            "conflicting_assets[].name",
                            "conflicting_assets[].link",
                            "third_party_ip",
                            "user_agent",
                            "evidence_link",
                            "release_notes_link",
                            "object_type",
                            "entity_name",
                            "s3_bucket",
                            "database_type",
                            "database_name",
                            "table",
                            "collection",
                            "topic",
                            "scheme"),
                    Stream.of("sending", "receiving")
                            .flatMap(side -> Stream.of(
                                    side + ".link",
                                    side + ".name",
                                    side + ".namespace",
                                    side + ".groups[].link",
                                    side + ".groups[].name")))
            .collect(Collectors.toUnmodifiableSet());

    private final Set<Novelty> found = new LinkedHashSet<>();

    void collect(EventObject object) {
        if (object.type().isEmpty()) {
            object.text("event_type").ifPresent(name -> add(Kind.EVENT_TYPE, name));
        }
        object.payload().unknownFields(KNOWN_FIELDS, LIMIT).forEach(path -> add(Kind.FIELD, path));
    }

    List<Novelty> list() {
        return List.copyOf(found);
    }

    private void add(Kind kind, String name) {
        if (found.size() < LIMIT) {
            found.add(new Novelty(kind, name));
        }
    }
}
