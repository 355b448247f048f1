package io.siembridge.normalizers.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what is wrong with an event according to the compiled schema: everything the schema says, at every depth, and
 * what the published JSON Schemas cannot express as well (profiles inside nested objects, observables, deprecated
 * values, timestamps that are no milliseconds). It is also stricter than they are where consumers are: an id has its
 * caption, a decimal has a fraction, and no attribute is empty. The bridge never calls it: an event cannot be built
 * otherwise. Tests do, in both modules.
 */
public final class OcsfValidator {
    private final JsonNode schema;
    private final SchemaTypes types;
    private final Map<Long, JsonNode> classes = new HashMap<>();

    /** @param schema the content of {@code /ocsf/ocsf-1.8.0.json} */
    public OcsfValidator(JsonNode schema) {
        this.schema = schema;
        types = new SchemaTypes(schema.path("types"));
        schema.path("classes").forEach(each -> classes.put(each.path("uid").longValue(), each));
    }

    /** What is wrong with the event, each with the path of the attribute; empty when it is valid. */
    public List<String> problems(JsonNode event) {
        JsonNode eventClass = classes.get(event.path("class_uid").asLong(-1));
        if (eventClass == null) {
            return List.of("class_uid: no class of this schema");
        }
        Check check = new Check(event, eventClass);
        check.object("", event, eventClass);
        check.classification();
        check.metadata();
        check.observables();
        return List.copyOf(check.problems);
    }

    /** One event under examination. */
    private final class Check {
        private final Set<String> problems = new LinkedHashSet<>();
        private final Set<String> profiles = new LinkedHashSet<>();
        private final JsonNode event;
        private final JsonNode eventClass;

        Check(JsonNode event, JsonNode eventClass) {
            this.event = event;
            this.eventClass = eventClass;
            event.at("/metadata/profiles").forEach(profile -> profiles.add(profile.asText()));
        }

        void object(String path, JsonNode object, JsonNode definition) {
            JsonNode attributes = definition.path("attributes");
            if (attributes.isEmpty()) {
                return; // free-form, such as unmapped
            }
            object.properties().forEach(member -> {
                String memberPath = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                JsonNode attribute = attributes.get(member.getKey());
                if (attribute == null) {
                    report(memberPath, "unknown attribute");
                } else {
                    allowed(memberPath, attribute);
                    attribute(memberPath, member.getValue(), attribute);
                    Captions.problem(object, member.getKey(), attributes)
                            .ifPresent(problem -> report(memberPath, problem));
                }
            });
            required(path, object, attributes);
            constraints(path, object, definition.path("constraints"));
        }

        private void allowed(String path, JsonNode attribute) {
            if (!isActive(attribute)) {
                report(path, "needs a profile that metadata.profiles does not name: " + attribute.path("profiles"));
            }
            if (attribute.has("deprecated")) {
                report(
                        path,
                        "deprecated since " + attribute.at("/deprecated/since").asText());
            }
        }

        private boolean isActive(JsonNode attribute) {
            return !attribute.has("profiles")
                    || attribute.path("profiles").valueStream().anyMatch(each -> profiles.contains(each.asText()));
        }

        private void attribute(String path, JsonNode value, JsonNode attribute) {
            if (isEmpty(value)) {
                report(path, "empty: leave it out");
            } else if (!attribute.path("is_array").booleanValue()) {
                value(path, value, attribute);
            } else if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    attributeElement(path + "[" + i + "]", value.get(i), attribute);
                }
            } else {
                report(path, "no array");
            }
        }

        private void attributeElement(String path, JsonNode element, JsonNode attribute) {
            if (isEmpty(element)) {
                report(path, "empty: leave it out");
            } else {
                value(path, element, attribute);
            }
        }

        private void value(String path, JsonNode value, JsonNode attribute) {
            if (!attribute.path("type").asText().equals("object_t")) {
                types.problem(value, attribute.path("type").asText()).ifPresent(problem -> report(path, problem));
                enumeration(path, value, attribute);
            } else if (value.isObject()) {
                object(
                        path,
                        value,
                        schema.path("objects")
                                .path(attribute.path("object_type").asText()));
            } else {
                report(path, "no object");
            }
        }

        private void enumeration(String path, JsonNode value, JsonNode attribute) {
            if (attribute.has("enum") && !attribute.path("enum").has(value.asText())) {
                report(path, "no value of its enumeration");
            }
            if (attribute.path("enum_deprecated").has(value.asText())) {
                report(path, "deprecated value");
            }
        }

        private void required(String path, JsonNode object, JsonNode attributes) {
            attributes.properties().forEach(attribute -> {
                boolean required =
                        attribute.getValue().path("requirement").asText().equals("required");
                if (required && isActive(attribute.getValue()) && !object.has(attribute.getKey())) {
                    report(path.isEmpty() ? attribute.getKey() : path + "." + attribute.getKey(), "required");
                }
            });
        }

        private void constraints(String path, JsonNode object, JsonNode constraints) {
            if (constraints.has("at_least_one") && present(object, constraints.path("at_least_one")) == 0) {
                report(path, "needs at least one of " + constraints.path("at_least_one"));
            }
            if (constraints.has("just_one") && present(object, constraints.path("just_one")) != 1) {
                report(path, "needs exactly one of " + constraints.path("just_one"));
            }
        }

        private long present(JsonNode object, JsonNode names) {
            return names.valueStream().filter(name -> object.has(name.asText())).count();
        }

        void classification() {
            long expected = event.path("class_uid").asLong() * 100
                    + event.path("activity_id").asLong();
            if (event.path("type_uid").asLong(-1) != expected) {
                report("type_uid", "is not class_uid * 100 + activity_id");
            }
        }

        void metadata() {
            if (!event.at("/metadata/version").equals(schema.path("version"))) {
                report("metadata.version", "is not that of the schema");
            }
            Set<String> offered = new LinkedHashSet<>();
            eventClass.path("profiles").forEach(profile -> offered.add(profile.asText()));
            profiles.stream()
                    .filter(profile -> !offered.contains(profile))
                    .forEach(profile -> report("metadata.profiles", "no profile of this class: " + profile));
        }

        void observables() {
            ObservablePaths paths = new ObservablePaths(schema, types, eventClass);
            JsonNode observables = event.path("observables");
            for (int i = 0; i < observables.size(); i++) {
                Optional<String> problem = paths.problem(event, observables.get(i));
                String path = "observables[" + i + "]";
                problem.ifPresent(text -> report(path, text));
            }
        }

        private void report(String path, String problem) {
            problems.add((path.isEmpty() ? "event" : path) + ": " + problem);
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.textValue().isEmpty());
    }
}
