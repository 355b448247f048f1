package io.siembridge.normalizers.ocsf;

import java.util.Map;
import java.util.Optional;

/** The OCSF 1.8.0 classes the bridge emits, with the activities of each. */
public enum EventClass {
    BASE_EVENT(0, "Base Event", 0, "Uncategorized", Map.of()),
    VULNERABILITY_FINDING(2002, "Vulnerability Finding", 2, "Findings", Activities.FINDING),
    COMPLIANCE_FINDING(2003, "Compliance Finding", 2, "Findings", Activities.FINDING),
    DETECTION_FINDING(2004, "Detection Finding", 2, "Findings", Activities.FINDING),
    INCIDENT_FINDING(2005, "Incident Finding", 2, "Findings", Activities.FINDING),
    DATA_SECURITY_FINDING(2006, "Data Security Finding", 2, "Findings", Activities.FINDING),
    ACCOUNT_CHANGE(
            3001,
            "Account Change",
            3,
            "Identity & Access Management",
            Map.of(1, "Create", 2, "Enable", 5, "Disable", 6, "Delete", 9, "Lock", 12, "Unlock")),
    ENTITY_MANAGEMENT(
            3004,
            "Entity Management",
            3,
            "Identity & Access Management",
            Map.of(1, "Create", 3, "Update", 4, "Delete", 8, "Enable", 9, "Disable", 10, "Activate", 11, "Deactivate")),
    USER_ACCESS(
            3005,
            "User Access Management",
            3,
            "Identity & Access Management",
            Map.of(1, "Assign Privileges", 2, "Revoke Privileges")),
    HTTP_ACTIVITY(
            4002,
            "HTTP Activity",
            4,
            "Network Activity",
            Map.of(
                    1, "Connect", 2, "Delete", 3, "Get", 4, "Head", 5, "Options", 6, "Post", 7, "Put", 8, "Trace", 9,
                    "Patch")),
    SCAN_ACTIVITY(
            6007, "Scan Activity", 6, "Application Activity", Map.of(1, "Started", 2, "Completed", 3, "Cancelled")),
    APPLICATION_ERROR(
            6008, "Application Error", 6, "Application Activity", Map.of(1, "General Error", 2, "Translation Error"));

    private final int uid;
    private final String caption;
    private final int categoryUid;
    private final String categoryCaption;
    private final Map<Integer, String> activities;

    EventClass(int uid, String caption, int categoryUid, String categoryCaption, Map<Integer, String> activities) {
        this.uid = uid;
        this.caption = caption;
        this.categoryUid = categoryUid;
        this.categoryCaption = categoryCaption;
        this.activities = activities;
    }

    public int uid() {
        return uid;
    }

    public String caption() {
        return caption;
    }

    public int categoryUid() {
        return categoryUid;
    }

    public String categoryCaption() {
        return categoryCaption;
    }

    /**
     * An activity of this class by its {@code activity_id}.
     *
     * @throws IllegalArgumentException when the class has no such activity: a mapping bug, never a vendor's doing
     */
    public Activity activity(int id) {
        if (id == 0) {
            return new Activity(0, "Unknown");
        }
        return Optional.ofNullable(activities.get(id))
                .map(name -> new Activity(id, name))
                .orElseThrow(() -> new IllegalArgumentException(caption + " has no activity " + id));
    }

    /** Activity 99 with the vendor's own word, on one line, as its caption. */
    public Activity otherActivity(String vendorWord) {
        return new Activity(Captions.OTHER, Captions.ofOther(Text.oneLine(vendorWord)));
    }

    /** {@code activity_id} and {@code activity_name}. */
    public record Activity(int id, String name) {
        /** The schema's own caption, which {@code type_name} needs even where the vendor's word names the activity. */
        String schemaCaption() {
            return id == Captions.OTHER ? "Other" : name;
        }
    }

    private static final class Activities {
        static final Map<Integer, String> FINDING = Map.of(1, "Create", 2, "Update", 3, "Close");
    }
}
