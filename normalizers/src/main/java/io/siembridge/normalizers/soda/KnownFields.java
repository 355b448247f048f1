package io.siembridge.normalizers.soda;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every field of every generation of Soda's messages: what is not here is news. */
final class KnownFields {
    private static final List<String> ENVELOPE = List.of("event", "sentAt", "incidentLinkCallbackUrl");

    private static final List<String> CHECK = List.of(
            "id",
            "name",
            "sodaCloudUrl",
            "definition",
            "column",
            "evaluationStatus",
            "outcome",
            "value",
            "dataTimestamp",
            "diagnostics.*",
            "attributes[].id",
            "attributes[].label",
            "attributes[].name",
            "attributes[].value.*",
            "agreement.id",
            "agreement.sodaCloudUrl",
            "agreement.label",
            "agreement.approvalState",
            "agreement.evaluationResult",
            "datasets[].id",
            "datasets[].sodaCloudUrl",
            "datasets[].name",
            "datasets[].label",
            "datasets[].tags",
            "datasets[].owner.id",
            "datasets[].owner.email",
            "datasets[].owners[].type",
            "datasets[].owners[].id",
            "datasets[].owners[].name",
            "datasets[].owners[].email",
            "datasets[].datasource.id",
            "datasets[].datasource.name",
            "datasets[].datasource.label",
            "datasets[].attributes[].id",
            "datasets[].attributes[].label",
            "datasets[].attributes[].name",
            "datasets[].attributes[].value.*");

    private static final List<String> INCIDENT = List.of(
            "id",
            "sodaCloudUrl",
            "number",
            "title",
            "description",
            "severity",
            "status",
            "createdTimestamp",
            "created",
            "lastUpdatedTimestamp",
            "lastUpdated",
            "resolutionNotes",
            "resolutionTimestamp",
            "incidentLinkCallbackUrl",
            "links[].integrationType",
            "links[].name",
            "links[].url",
            "lead.id",
            "lead.email",
            "reporter.id",
            "reporter.email");

    private static final List<String> CONTRACT =
            List.of("dataset", "prefixes", "datasource", "author.id", "author.email", "contents");

    private static final List<String> AGREEMENT = List.of(
            "id",
            "sodaCloudUrl",
            "label",
            "testsFile.path",
            "testsFile.contents",
            "createdBy.email",
            "updatedBy.email",
            "deletedBy.email");

    private KnownFields() {}

    static Set<String> paths() {
        Set<String> paths = new HashSet<>(ENVELOPE);
        CHECK.forEach(field -> paths.add("checkResults[]." + field));
        CHECK.forEach(field -> paths.add("incident.checkResults[]." + field));
        INCIDENT.forEach(field -> paths.add("incident." + field));
        CONTRACT.forEach(field -> paths.add("contract." + field));
        AGREEMENT.forEach(field -> paths.add("agreement." + field));
        return Set.copyOf(paths);
    }
}
