package io.siembridge.normalizers.soveren;

import static io.siembridge.normalizers.vendor.KnownFields.below;

import io.siembridge.normalizers.vendor.KnownFields;

/** The members of an event object, in either generation of the documentation. */
final class SoverenFields {
    private static final String PARTY = "link name namespace groups[].link groups[].name";

    static final KnownFields KNOWN = KnownFields.of(
            "title sensitivity time event_link category event_type data_types event_triggered_by",
            below("sending.", PARTY),
            below("receiving.", PARTY),
            below("endpoint.", "link url URL hostname method"),
            below("policy.", "link name"),
            below("conflicting_assets[].", "name link"),
            "third_party_ip user_agent evidence_link release_notes_link",
            "object_type entity_name s3_bucket database_type database_name table collection topic scheme");

    private SoverenFields() {}
}
