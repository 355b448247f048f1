package io.siembridge.normalizers.soveren;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private final int categoryId;
    private final String category;
    private final Set<String> slugs;

    SensitiveKind(int categoryId, String category, String... typeNames) {
        this.categoryId = categoryId;
        this.category = category;
        this.slugs = Stream.of(typeNames).map(Slug::of).collect(Collectors.toUnmodifiableSet());
    }

    /** The gravest kind among data types of these names; empty if all of them are custom. */
    static Optional<SensitiveKind> gravestOf(List<String> typeNames) {
        Set<String> slugs = typeNames.stream().map(Slug::of).collect(Collectors.toSet());
        for (SensitiveKind kind : values()) {
            if (kind.slugs.stream().anyMatch(slugs::contains)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** {@code data_security.category_id}. */
    int categoryId() {
        return categoryId;
    }

    String category() {
        return category;
    }
}
