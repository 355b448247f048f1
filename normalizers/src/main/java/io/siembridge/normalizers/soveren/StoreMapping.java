package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.ResourceRole;
import io.siembridge.normalizers.vendor.Payload;

/** Data at rest: the bucket, database, table or topic it is kept in. */
final class StoreMapping {
    private final EventObject object;
    private final EventType type;

    StoreMapping(EventObject object, EventType type) {
        this.object = object;
        this.type = type;
    }

    void addStores(Attributes event) {
        event.object("databucket", this::fillBucket);
        event.object("database", this::fillDatabase);
        event.object("table", table -> table.text("name", object.table()));
    }

    void addResources(Attributes event) {
        Payload store = object.store();
        Attributes resource = Attributes.create().text("uid", store).text("name", store);
        if (resource.isEmpty()) {
            return;
        }
        ResourceRole.AFFECTED
                .addTo(resource.text("type", object.at("object_type")))
                .object(
                        "data",
                        details -> details.text("topic", object.at("topic"))
                                .text("scheme", object.at("scheme"))
                                .text("database_type", object.at("database_type")));
        event.add("resources", resource);
    }

    private void fillBucket(Attributes bucket) {
        bucket.text("name", object.at("s3_bucket"));
        if (bucket.isEmpty() && isAboutBucket()) {
            bucket.text("name", object.at("entity_name"));
        }
        if (bucket.isEmpty()) {
            return;
        }
        bucket.choice("type_id", 1, "type", "S3");
        if (type == EventType.PUBLIC_S3_BUCKET) {
            bucket.bool("is_public", true);
        } else if (type == EventType.UNENCRYPTED_S3_BUCKET) {
            bucket.bool("is_encrypted", false);
        }
    }

    private boolean isAboutBucket() {
        return type == EventType.PUBLIC_S3_BUCKET || type == EventType.UNENCRYPTED_S3_BUCKET;
    }

    private void fillDatabase(Attributes database) {
        database.text("name", object.at("database_name"));
        if (!database.isEmpty()) {
            DatabaseEngine.classify(database, object.at("database_type"));
        }
    }
}
