package io.siembridge.normalizers.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "'2026-01-15T12:00:00+01:00', 1768474800000, 60",
                "'2026-01-15T11:00:00Z', 1768474800000, 0",
                "1768474800, 1768474800000, 0",
                "'1768474800', 1768474800000, 0",
                "1768474800000, 1768474800000, 0",
                "1768474800.0, 1768474800000, 0"
            })
    void setsTheTimeAndKeepsItsSpelling(String json, long millis, int offset) {
        JsonNode event = event(json);
        assertThat(event.path("time").longValue()).isEqualTo(millis);
        assertThat(event.path("timezone_offset").intValue()).isEqualTo(offset);
        assertThat(event.at("/metadata/original_time").textValue()).isEqualTo(json.replace("'", ""));
    }

    @Test
    void whatIsNoTimeIsKeptAsText() {
        JsonNode event = event("'yesterday'");
        assertThat(event.path("time").longValue()).isEqualTo(5);
        assertThat(event.at("/metadata/original_time").textValue()).isEqualTo("yesterday");
        assertThat(event("null").at("/metadata/original_time").isMissingNode()).isTrue();
    }

    private static JsonNode event(String time) {
        EventBuilder event = new EventBuilder(EventClass.BASE_EVENT, EventClass.BASE_EVENT.activity(0)).time(5);
        EventTime.set(event, Payload.of(Webhooks.json(time)));
        return event.build("v", "event", Forwarding.ALWAYS).json();
    }
}
