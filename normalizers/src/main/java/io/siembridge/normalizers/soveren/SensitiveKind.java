package io.siembridge.normalizers.soveren;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds that Soveren sorts its built-in data types into, gravest first, with the category of OCSF each stands for.
 * The sorting is the vendor's, down to {@code User ID} among the developer secrets. Types that customers define have no
 * kind.
 */
enum SensitiveKind {
    DEVELOPER_SECRETS(
            6,
            "Security",
            "Security token",
            "Private key",
            "MAC address",
            "IMEI",
            "Password",
            "Authorization code",
            "User ID",
            "Developer secrets"),
    PAYMENT_CARD(
            3,
            "Financial",
            "Card",
            "Expiration date",
            "CAV2/CVC2/CVV2/CID",
            "Cardholder name",
            "Full track data",
            "Masked card number",
            "PCI data"),
    PERSONAL(
            1,
            "Personal",
            "Person",
            "Gender",
            "Birth date",
            "Location",
            "Phone",
            "Email",
            "Username",
            "IP address",
            "Passport",
            "Pension number",
            "Tax number",
            "SSN",
            "Driver license",
            "IBAN",
            "Identity document",
            "PII data");

    private static final Map<String, SensitiveKind> BY_SLUG = bySlug();

    private final int categoryId;
    private final String category;
    private final List<String> typeNames;

    SensitiveKind(int categoryId, String category, String... typeNames) {
        this.categoryId = categoryId;
        this.category = category;
        this.typeNames = List.of(typeNames);
    }

    private static Map<String, SensitiveKind> bySlug() {
        Map<String, SensitiveKind> kinds = new HashMap<>();
        for (SensitiveKind kind : values()) {
            kind.typeNames.forEach(name -> kinds.putIfAbsent(Slug.of(name), kind));
        }
        return Map.copyOf(kinds);
    }

    /** The gravest kind among data types of these names; empty if all of them are custom. */
    static Optional<SensitiveKind> gravestOf(List<String> typeNames) {
        SensitiveKind gravest = null;
        for (String name : typeNames) {
            SensitiveKind kind = BY_SLUG.get(Slug.of(name));
            if (kind != null && (gravest == null || kind.compareTo(gravest) < 0)) {
                gravest = kind;
            }
        }
        return Optional.ofNullable(gravest);
    }

    /** {@code data_security.category_id}. */
    int categoryId() {
        return categoryId;
    }

    String category() {
        return category;
    }
}
