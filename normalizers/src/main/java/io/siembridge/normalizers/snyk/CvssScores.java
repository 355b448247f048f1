package io.siembridge.normalizers.snyk;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.vendor.Payload;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CVSS ratings of an advisory. The schema wants version and base score of a rating; the version stands in the
 * vector, so a score without its vector, or a vector without its score, is no rating and stays in {@code unmapped}.
 */
final class CvssScores {
    private static final Pattern VECTOR_VERSION = Pattern.compile("CVSS:([0-9]\\.[0-9])/.{1,500}");
    private static final int MAX_RATINGS = 20;

    private final Issue issue;

    CvssScores(Issue issue) {
        this.issue = issue;
    }

    /** Adds Snyk's own rating, then those of others; {@code cvssSources} is the newer form of {@code cvssDetails}. */
    void addTo(Attributes cve) {
        rating(issue.advisory("CVSSv3"), issue.advisory("cvssScore"))
                .ifPresent(rating -> cve.add("cvss", rating.text("vendor_name", "Snyk")));
        issue.advisory("cvssDetails").elements().stream()
                .limit(MAX_RATINGS)
                .forEach(other -> add(cve, other, "cvssV3Vector", "cvssV3BaseScore"));
        issue.advisory("cvssSources").elements().stream()
                .limit(MAX_RATINGS)
                .forEach(other -> add(cve, other, "vector", "baseScore"));
    }

    private static void add(Attributes cve, Payload other, String vector, String score) {
        rating(other.at(vector), other.at(score))
                .ifPresent(rating -> cve.add(
                        "cvss",
                        rating.text("severity", other.at("severity")).text("vendor_name", other.at("assigner"))));
    }

    private static Optional<Attributes> rating(Payload vector, Payload score) {
        Matcher matcher = VECTOR_VERSION.matcher(vector.text().orElse(""));
        boolean rated = Attributes.decimalNumber(score.json())
                .filter(number -> number.signum() >= 0 && number.compareTo(BigDecimal.TEN) <= 0)
                .isPresent();
        if (!matcher.matches() || !rated) {
            return Optional.empty();
        }
        return Optional.of(Attributes.create()
                .text("version", matcher.group(1))
                .decimal("base_score", score)
                .text("vector_string", vector));
    }
}
