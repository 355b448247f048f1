package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.Severity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeverityTableTest {
    @Test
    void wordsAreComparedWithoutRegardToCase() {
        SeverityTable table = SeverityTable.of(Map.of("notEvaluated", Severity.LOW));
        assertThat(table.of("NOTEVALUATED")).contains(Severity.LOW);
        assertThat(table.of("evaluated")).isEmpty();
        assertThat(table.words()).containsExactly("notevaluated");
    }

    @Test
    void overridesReplaceAndAddWithoutChangingTheTable() {
        SeverityTable table = SeverityTable.of(Map.of("high", Severity.HIGH, "low", Severity.LOW));
        SeverityTable changed = table.with(Map.of("HIGH", Severity.CRITICAL, "new", Severity.MEDIUM));
        assertThat(changed.of("high")).contains(Severity.CRITICAL);
        assertThat(changed.of("low")).contains(Severity.LOW);
        assertThat(changed.of("New")).contains(Severity.MEDIUM);
        assertThat(table.of("high")).contains(Severity.HIGH);
        assertThat(table.of("new")).isEmpty();
    }
}
