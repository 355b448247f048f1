package io.siembridge.normalizers.soda;

import static io.siembridge.normalizers.vendor.KnownFields.below;

import io.siembridge.normalizers.vendor.KnownFields;

/** Every field of every generation of Soda's messages. */
final class SodaFields {
    private static final String CHECK = """
            id name sodaCloudUrl definition column evaluationStatus outcome value dataTimestamp diagnostics.*
            attributes[].id attributes[].label attributes[].name attributes[].value.*
            agreement.id agreement.sodaCloudUrl agreement.label agreement.approvalState agreement.evaluationResult
            """;

    private static final String DATASET = """
            id sodaCloudUrl name label tags owner.id owner.email
            owners[].type owners[].id owners[].name owners[].email datasource.id datasource.name datasource.label
            attributes[].id attributes[].label attributes[].name attributes[].value.*
            """;

    private static final String INCIDENT = """
            id sodaCloudUrl number title description severity status
            createdTimestamp created lastUpdatedTimestamp lastUpdated resolutionNotes resolutionTimestamp
            incidentLinkCallbackUrl links[].integrationType links[].name links[].url
            lead.id lead.email reporter.id reporter.email
            """;

    private static final String AGREEMENT = """
            id sodaCloudUrl label testsFile.path testsFile.contents createdBy.email updatedBy.email deletedBy.email
            """;

    static final KnownFields KNOWN = KnownFields.of(
            "event sentAt incidentLinkCallbackUrl",
            checks("checkResults[]."),
            below("incident.", INCIDENT),
            checks("incident.checkResults[]."),
            below("contract.", "dataset prefixes datasource author.id author.email contents"),
            below("agreement.", AGREEMENT));

    private SodaFields() {}

    private static String checks(String list) {
        return below(list, CHECK) + " " + below(list + "datasets[].", DATASET);
    }
}
