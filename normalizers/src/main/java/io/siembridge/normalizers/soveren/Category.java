package io.siembridge.normalizers.soveren;

import java.util.Optional;
import java.util.Set;

/**
 * The vendor's grouping of event types, which was drawn up anew once. It decides nothing in the mapping; only the test
 * event is recognised by a category that contradicts its type.
 */
enum Category {
    DATA_AT_RISK("data_at_risk"),
    INFRASTRUCTURE_UPDATES("infrastructure_update"),
    MISCONFIGURATION("misconfiguration"),
    OTHER("other"),
    NEW_DATA_TYPES("new_data_type"),
    DATA_FLOW_CHANGES("data_flow_change"),
    POLICY_VIOLATIONS("policy_violation", "policy_event");

    private final Set<String> slugs;

    Category(String... slugs) {
        this.slugs = Set.of(slugs);
    }

    /** The category with this label or slug; empty for one that neither generation has. */
    static Optional<Category> named(String name) {
        String slug = Slug.of(name);
        for (Category category : values()) {
            if (category.slugs.contains(slug)) {
                return Optional.of(category);
            }
        }
        return Optional.empty();
    }
}
