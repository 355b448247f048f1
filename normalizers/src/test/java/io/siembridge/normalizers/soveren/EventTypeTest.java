package io.siembridge.normalizers.soveren;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.JsonSchemas;
import io.siembridge.normalizers.SampleCase;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.Normalization.Novelty;
import io.siembridge.normalizers.vendor.Normalization.Novelty.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Class, activity, status, urgency and severity of every event type, written down once more from the mapping. */
class EventTypeTest {
    /** Columns: type; class; activity; status; severity by High, Medium, Low, none; alert; kind. */
    private static final String TABLE = """
            policy_violation             2006 1  1 4 3 2 0 true  finding
            3rd_party_policy_violation   2006 1  1 4 3 2 0 true  finding
            policy_violation_dar         2006 1  1 4 3 2 0 true  finding
            excessive_db_access          2006 1  1 4 3 2 0 true  finding
            anomaly_detected             2006 1  1 4 3 2 0 true  finding
            policy_public_s3_bucket      2006 1  1 4 3 2 0 true  finding
            policy_unencrypted_s3_bucket 2006 1  1 4 3 2 0 true  finding
            policy_unencrypted_rds       2006 1  1 4 3 2 0 true  finding
            policy_unencrypted_network   2006 1  1 4 3 2 0 true  finding
            new_data_type                2006 1  1 3 2 1 1 false finding
            new_internal_receiver        2006 1  1 3 2 1 1 false finding
            new_internal_sender          2006 1  1 3 2 1 1 false finding
            new_external_receiver        2006 1  1 3 2 1 1 false finding
            updated_internal_receiver    2006 1  1 3 2 1 1 false finding
            updated_internal_sender      2006 1  1 3 2 1 1 false finding
            updated_external_receiver    2006 1  1 3 2 1 1 false finding
            updated_enduser_receiver     2006 1  1 3 2 1 1 false finding
            updated_robot_receiver       2006 1  1 3 2 1 1 false finding
            email_clustered              2006 1  1 3 2 1 1 false finding
            new_potential_data_storage   2006 1  1 3 2 1 1 false finding
            new_data_storage             2006 1  1 3 2 1 1 false finding
            started_storing_data         2006 1  1 3 2 1 1 false finding
            started_storing_datatype     2006 1  1 3 2 1 1 false finding
            discovery_complete           6007 2  1 1 1 1 1 -     notice
            custom_asset_rule_conflict   6008 1  2 2 2 2 2 -     notice
            dar_release_update           0    99 1 1 1 1 1 -     notice
            dar_release_update_critical  0    99 1 2 2 2 2 -     notice
            dim_release_update           0    99 1 1 1 1 1 -     notice
            dim_release_update_critical  0    99 1 2 2 2 2 -     notice
            """;

    private static final List<String> SENSITIVITIES = List.of("High", "Medium", "Low", "");

    static Stream<Row> table() {
        return TABLE.lines().map(Row::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void givesItsClassStatusAndSeverity(Row row) {
        for (String sensitivity : SENSITIVITIES) {
            ObjectNode object = Webhooks.object("{'title':'Something happened','time':'2026-01-14T10:00:00Z'}");
            object.put("event_type", row.type()).put("sensitivity", sensitivity);
            OcsfEvent event = Payloads.eventOf(object);
            JsonNode json = Webhooks.read(event);

            assertThat(event.eventClass().uid()).isEqualTo(row.classUid());
            assertThat(json.path("activity_id").intValue()).isEqualTo(row.activity());
            assertThat(json.path("status_id").intValue()).isEqualTo(row.status());
            assertThat(event.severity().id())
                    .as("severity of %s", sensitivity)
                    .isEqualTo(row.severities().get(SENSITIVITIES.indexOf(sensitivity)));
            assertThat(json.path("is_alert").asText("-")).isEqualTo(row.alert());
            assertThat(event.kind()).isEqualTo(row.kind());
            assertThat(event.forwarding()).isEqualTo(Forwarding.ALWAYS);
            assertThat(event.text("metadata", "event_code")).contains(row.type());
            assertThat(JsonSchemas.problems(json)).isEmpty();
        }
    }

    @Test
    void isInTheTableAndHasASampleOfItsOwn() {
        List<String> words = EventType.listed().stream().map(EventType::word).toList();

        assertThat(table().map(Row::type)).containsExactlyInAnyOrderElementsOf(words);
        assertThat(SampleCase.of(Payloads.VENDOR).map(SampleCase::name))
                .containsAll(words.stream().map(word -> word.replace('_', '-')).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "policy_public_gcs_bucket, UNLISTED_VIOLATION",
        "Policy-Created, UNLISTED_VIOLATION",
        "kafka_policy_violation, UNLISTED_VIOLATION",
        "partner_policy_violation_dar, UNLISTED_VIOLATION",
        "new_partner_receiver, UNLISTED_NEWS",
        "updated_partner_sender, UNLISTED_NEWS",
        "new_kafka_data_storage, UNLISTED_NEWS",
        "started_storing_secrets, UNLISTED_NEWS"
    })
    void belongsToTheFamilyItsNameSaysIfItIsNotListed(String name, EventType family) {
        ObjectNode object = Webhooks.object("{'title':'Something happened','sensitivity':'High'}");
        Normalization result = normalize(object.put("event_type", name));
        OcsfEvent event = result.events().get(0);
        boolean violation = family == EventType.UNLISTED_VIOLATION;

        assertThat(EventType.named(name)).contains(family);
        assertThat(event.eventClass()).isEqualTo(EventClass.DATA_SECURITY_FINDING);
        assertThat(event.severity()).isEqualTo(violation ? Severity.HIGH : Severity.MEDIUM);
        assertThat(event.json().path("is_alert").booleanValue()).isEqualTo(violation);
        assertThat(event.text("raw_data")).isPresent();
        assertThat(result.novelties()).containsExactly(new Novelty(Kind.EVENT_TYPE, name));
        assertThat(JsonSchemas.problems(Webhooks.read(event))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "policy_", "new_policy", "receiver", "renew_sender", "model_leak"})
    void isNoneIfItsNameSaysNothing(String name) {
        assertThat(EventType.named(name)).isEmpty();
    }

    private static Normalization normalize(ObjectNode object) {
        try {
            return Payloads.normalize(object.toString());
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_violation",
                "POLICY_VIOLATION",
                "Policy violation",
                "policy-violations",
                " policy  violation "
            })
    void isKnownInEverySpelling(String spelling) {
        assertThat(EventType.named(spelling)).contains(EventType.POLICY_VIOLATION);
    }

    @Test
    void isKnownWhateverTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(EventType.named("POLICY_VIOLATION")).contains(EventType.POLICY_VIOLATION);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void namesADataTypeThatEndsInSToo() {
        assertThat(EventType.named("excessive_db_access")).contains(EventType.EXCESSIVE_DB_ACCESS);
        assertThat(EventType.named("policy_unencrypted_rds")).contains(EventType.UNENCRYPTED_RDS);
    }

    record Row(
            String type, int classUid, int activity, int status, List<Integer> severities, String alert, String kind) {
        static Row of(String line) {
            String[] cells = line.strip().split(" +");
            List<Integer> severities =
                    Stream.of(cells).skip(4).limit(4).map(Integer::valueOf).toList();
            return new Row(
                    cells[0],
                    Integer.parseInt(cells[1]),
                    Integer.parseInt(cells[2]),
                    Integer.parseInt(cells[3]),
                    severities,
                    cells[8],
                    cells[9]);
        }

        @Override
        public String toString() {
            return type;
        }
    }
}
