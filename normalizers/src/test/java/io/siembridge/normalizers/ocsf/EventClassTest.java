package io.siembridge.normalizers.ocsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.PinnedSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventClassTest {
    private static final JsonNode SCHEMA = PinnedSchema.read();

    @ParameterizedTest
    @EnumSource
    void namesAndNumbersAreThoseOfTheSchema(EventClass eventClass) {
        JsonNode attributes = definition(eventClass).path("attributes");
        assertThat(attributes
                        .path("class_uid")
                        .path("enum")
                        .path(Integer.toString(eventClass.uid()))
                        .asText())
                .isEqualTo(eventClass.caption());
        assertThat(attributes
                        .path("category_uid")
                        .path("enum")
                        .path(Integer.toString(eventClass.categoryUid()))
                        .asText())
                .isEqualTo(eventClass.categoryCaption());
    }

    @ParameterizedTest
    @EnumSource
    void activitiesAreThoseOfTheSchema(EventClass eventClass) {
        JsonNode activities = definition(eventClass).at("/attributes/activity_id/enum");
        int known = 0;
        for (int id = 0; id < 99; id++) {
            String caption = activities.path(Integer.toString(id)).asText();
            try {
                assertThat(eventClass.activity(id).name()).isEqualTo(caption);
                known++;
            } catch (IllegalArgumentException notOffered) {
                assertThat(notOffered).hasMessageContaining(eventClass.caption());
            }
        }
        assertThat(known).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void severitiesAreThoseOfTheSchema(Severity severity) {
        assertThat(definition(EventClass.BASE_EVENT)
                        .at("/attributes/severity_id/enum")
                        .path(Integer.toString(severity.id()))
                        .asText())
                .isEqualTo(severity.caption());
    }

    @Test
    void everySeverityCanBeChosenButTheOneThatIsAVendorsOwnWord() {
        assertThat(Severity.choices())
                .containsOnlyKeys("Unknown", "Informational", "Low", "Medium", "High", "Critical", "Fatal")
                .containsEntry("Fatal", Severity.FATAL);
    }

    @Test
    void otherActivityHasTheVendorsWordOnOneLine() {
        assertThat(EventClass.BASE_EVENT.otherActivity(" new\nkind ").name()).isEqualTo("new kind");
        assertThat(EventClass.BASE_EVENT.otherActivity("\u0000").name()).isEqualTo("unrecognised");
    }

    @Test
    void activityTheClassDoesNotHaveIsABug() {
        assertThatThrownBy(() -> EventClass.INCIDENT_FINDING.activity(4)).isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonNode definition(EventClass eventClass) {
        return SCHEMA.path("classes")
                .valueStream()
                .filter(each -> each.path("uid").asInt() == eventClass.uid())
                .findFirst()
                .orElseThrow();
    }
}
