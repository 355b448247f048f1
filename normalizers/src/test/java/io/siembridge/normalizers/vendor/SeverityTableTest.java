package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeverityTableTest {
    @Test
    void wordsAreComparedWithoutRegardToCaseAndBlanksAroundThem() {
        SeverityTable table = SeverityTable.of(Map.of("notEvaluated", Severity.LOW));
        assertThat(table.of("NOTEVALUATED")).contains(Severity.LOW);
        assertThat(table.of(" notEvaluated\t")).contains(Severity.LOW);
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

    @Test
    void aWordOfTheTableDecidesAndAnyOtherIsShown() {
        SeverityTable table = SeverityTable.of(Map.of("high", Severity.HIGH, "odd", Severity.OTHER));
        assertThat(rated(table, "HIGH", "High").severity()).isEqualTo(Severity.HIGH);
        assertThat(rated(table, "grave", "Grave\nindeed").severity()).isEqualTo(Severity.OTHER);
        assertThat(rated(table, "grave", "Grave\nindeed").text("severity")).contains("Grave indeed");
        assertThat(rated(table, "odd", "Odd").text("severity")).contains("Odd");
    }

    private static OcsfEvent rated(SeverityTable table, String word, String asSent) {
        EventBuilder event = new EventBuilder(EventClass.BASE_EVENT, EventClass.BASE_EVENT.activity(0));
        table.rate(event, word, asSent);
        return event.build("v", "event", Forwarding.ALWAYS);
    }
}
