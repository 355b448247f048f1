package io.siembridge.normalizers.soveren;

import static io.siembridge.normalizers.soveren.Category.DATA_AT_RISK;
import static io.siembridge.normalizers.soveren.Category.DATA_FLOW_CHANGES;
import static io.siembridge.normalizers.soveren.Category.INFRASTRUCTURE_UPDATES;
import static io.siembridge.normalizers.soveren.Category.MISCONFIGURATION;
import static io.siembridge.normalizers.soveren.Category.NEW_DATA_TYPES;
import static io.siembridge.normalizers.soveren.Category.OTHER;
import static io.siembridge.normalizers.soveren.Category.POLICY_VIOLATIONS;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every event type Soveren has documented, in either generation, with the categories it has been listed under; and the
 * families that types not documented yet belong to by their names.
 */
enum EventType {
    POLICY_VIOLATION("policy_violation", Meaning.VIOLATION, DATA_AT_RISK, POLICY_VIOLATIONS),
    THIRD_PARTY_POLICY_VIOLATION("3rd_party_policy_violation", Meaning.VIOLATION, DATA_AT_RISK, POLICY_VIOLATIONS),
    POLICY_VIOLATION_AT_REST("policy_violation_dar", Meaning.VIOLATION, DATA_AT_RISK),
    EXCESSIVE_DB_ACCESS("excessive_db_access", Meaning.VIOLATION, DATA_AT_RISK),
    ANOMALY_DETECTED("anomaly_detected", Meaning.VIOLATION, DATA_AT_RISK),
    PUBLIC_S3_BUCKET("policy_public_s3_bucket", Meaning.VIOLATION, MISCONFIGURATION),
    UNENCRYPTED_S3_BUCKET("policy_unencrypted_s3_bucket", Meaning.VIOLATION, MISCONFIGURATION),
    UNENCRYPTED_RDS("policy_unencrypted_rds", Meaning.VIOLATION, MISCONFIGURATION),
    UNENCRYPTED_NETWORK("policy_unencrypted_network", Meaning.VIOLATION, MISCONFIGURATION),
    NEW_DATA_TYPE("new_data_type", Meaning.NEWS, INFRASTRUCTURE_UPDATES, NEW_DATA_TYPES),
    NEW_INTERNAL_RECEIVER("new_internal_receiver", Meaning.NEWS, INFRASTRUCTURE_UPDATES, DATA_FLOW_CHANGES),
    NEW_INTERNAL_SENDER("new_internal_sender", Meaning.NEWS, INFRASTRUCTURE_UPDATES, DATA_FLOW_CHANGES),
    NEW_EXTERNAL_RECEIVER("new_external_receiver", Meaning.NEWS, INFRASTRUCTURE_UPDATES, DATA_FLOW_CHANGES),
    UPDATED_INTERNAL_RECEIVER("updated_internal_receiver", Meaning.NEWS, INFRASTRUCTURE_UPDATES, DATA_FLOW_CHANGES),
    UPDATED_INTERNAL_SENDER("updated_internal_sender", Meaning.NEWS, INFRASTRUCTURE_UPDATES, DATA_FLOW_CHANGES),
    UPDATED_EXTERNAL_RECEIVER("updated_external_receiver", Meaning.NEWS, INFRASTRUCTURE_UPDATES, DATA_FLOW_CHANGES),
    UPDATED_ENDUSER_RECEIVER("updated_enduser_receiver", Meaning.NEWS, INFRASTRUCTURE_UPDATES, DATA_FLOW_CHANGES),
    UPDATED_ROBOT_RECEIVER("updated_robot_receiver", Meaning.NEWS, INFRASTRUCTURE_UPDATES, DATA_FLOW_CHANGES),
    EMAIL_CLUSTERED("email_clustered", Meaning.NEWS, INFRASTRUCTURE_UPDATES, OTHER),
    NEW_POTENTIAL_STORE("new_potential_data_storage", Meaning.NEWS, INFRASTRUCTURE_UPDATES),
    NEW_STORE("new_data_storage", Meaning.NEWS, INFRASTRUCTURE_UPDATES),
    STARTED_STORING_DATA("started_storing_data", Meaning.NEWS, INFRASTRUCTURE_UPDATES),
    STARTED_STORING_TYPE("started_storing_datatype", Meaning.NEWS, INFRASTRUCTURE_UPDATES),
    ASSET_RULE_CONFLICT("custom_asset_rule_conflict", Meaning.RULE_CONFLICT, INFRASTRUCTURE_UPDATES, OTHER),
    DISCOVERY_COMPLETE("discovery_complete", Meaning.SCAN, OTHER),
    AT_REST_RELEASE("dar_release_update", Meaning.RELEASE, OTHER),
    AT_REST_RELEASE_CRITICAL("dar_release_update_critical", Meaning.RELEASE, OTHER),
    IN_MOTION_RELEASE("dim_release_update", Meaning.RELEASE, OTHER),
    IN_MOTION_RELEASE_CRITICAL("dim_release_update_critical", Meaning.RELEASE, OTHER),
    UNLISTED_VIOLATION("policy", Meaning.VIOLATION),
    UNLISTED_NEWS("news", Meaning.NEWS);

    private static final Set<EventType> FAMILIES = EnumSet.of(UNLISTED_VIOLATION, UNLISTED_NEWS);

    private static final Map<String, EventType> BY_SLUG =
            listed().stream().collect(Collectors.toUnmodifiableMap(type -> Slug.of(type.word), Function.identity()));

    private static final Pattern VIOLATIONS = Pattern.compile("policy_.+|.*_policy_violation(?:_.+)?");
    private static final Pattern NEWS =
            Pattern.compile("(?:new|updated)_(?:.+_)?(?:sender|receiver)|new_(?:.+_)?data_storage|started_storing_.+");

    private final String word;
    private final Meaning meaning;
    private final Set<Category> categories;

    EventType(String word, Meaning meaning, Category... categories) {
        this.word = word;
        this.meaning = meaning;
        this.categories = Set.of(categories);
    }

    static Optional<EventType> named(String eventType) {
        String slug = Slug.of(eventType);
        EventType listed = BY_SLUG.get(slug);
        return listed == null ? family(slug) : Optional.of(listed);
    }

    private static Optional<EventType> family(String slug) {
        if (VIOLATIONS.matcher(slug).matches()) {
            return Optional.of(UNLISTED_VIOLATION);
        }
        return NEWS.matcher(slug).matches() ? Optional.of(UNLISTED_NEWS) : Optional.empty();
    }

    static Set<EventType> listed() {
        return EnumSet.complementOf(EnumSet.copyOf(FAMILIES));
    }

    /** Whether the vendor documents this very type. */
    boolean isListed() {
        return !FAMILIES.contains(this);
    }

    /** The vendor's name of it, if it is listed. */
    String word() {
        return word;
    }

    Meaning meaning() {
        return meaning;
    }

    /** Whether the documentation lists this type, but in neither generation under the category. */
    boolean contradicts(Category category) {
        return isListed() && !categories.contains(category);
    }

    /** What an event says, which decides class, severity and urgency. */
    enum Meaning {
        /** Data or a store is where, or as, it must not be. */
        VIOLATION,
        /** Something about flows, types or stores is new. */
        NEWS,
        /** The first discovery is done. */
        SCAN,
        /** Rules configured in the product contradict each other. */
        RULE_CONFLICT,
        /** A sensor should be updated. */
        RELEASE
    }
}
