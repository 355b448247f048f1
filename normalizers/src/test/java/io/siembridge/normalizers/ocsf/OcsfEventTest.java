package io.siembridge.normalizers.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OcsfEventTest {
    @Test
    void writesHalfASurrogatePairAsTheReplacementCharacterAndNothingElseDifferently() throws Exception {
        String text = "a\uD83Db \uD83D\uDD12 \uDC00 \\uD83D \\ \" \u0000 \uD7FF \uE000 end\uDBFF";
        String written = new String(event(text).toBytes(), StandardCharsets.UTF_8);
        assertThat(new JsonMapper()
                        .readTree(written)
                        .path("unmapped")
                        .path("acme")
                        .path("x")
                        .textValue())
                .isEqualTo("a\uFFFDb \uD83D\uDD12 \uFFFD \\uD83D \\ \" \u0000 \uD7FF \uE000 end\uFFFD");
    }

    @Test
    void isTheSameEventWhenItIsStampedWithAMomentOfTransmission() throws Exception {
        OcsfEvent event = event("x");
        OcsfEvent stamped = event.transmittedAt(Instant.ofEpochMilli(1_767_225_600_123L));
        JsonNode metadata = stamped.json().path("metadata");
        assertThat(stamped.uid()).isEqualTo(event.uid());
        assertThat(metadata.path("processed_time").longValue()).isEqualTo(1_767_225_600_123L);
        assertThat(metadata.path("loggers").path(0).path("transmit_time").longValue())
                .isEqualTo(1_767_225_600_123L);
        assertThat(event.json().path("metadata").has("processed_time")).isFalse();
    }

    private static OcsfEvent event(String text) {
        EventBuilder event = new EventBuilder(EventClass.BASE_EVENT, EventClass.BASE_EVENT.otherActivity("Ping"));
        event.inMetadata(metadata -> metadata.text("uid", "00112233445566778899aabbccddeeff")
                .text("log_name", "acme")
                .add("loggers", logger -> logger.text("name", "siem-bridge")));
        event.unmapped(new JsonMapper().createObjectNode().put("x", text));
        return event.build("acme", "event", Forwarding.ALWAYS);
    }
}
