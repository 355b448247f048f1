package io.siembridge.normalizers.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.PinnedSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two valid events, and each rule broken once. */
class OcsfValidatorTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String FINDING = """
            {"class_uid":2002,"class_name":"Vulnerability Finding","category_uid":2,"category_name":"Findings",
             "activity_id":1,"activity_name":"Create","type_uid":200201,
             "type_name":"Vulnerability Finding: Create","severity_id":99,"severity":"moderate",
             "time":1768474800000,"message":"A hole","status_id":1,"status":"New",
             "metadata":{"version":"1.8.0","product":{"vendor_name":"V","name":"P"},"profiles":["security_control"],
               "logged_time":1768474801800,"labels":["unverified"]},
             "is_alert":true,"action_id":3,"action":"Observed",
             "finding_info":{"uid":"v:1","title":"A hole","last_seen_time":1768474800000},
             "vulnerabilities":[{"title":"A hole","cve":{"uid":"CVE-2021-1",
               "cvss":[{"version":"3.1","base_score":9.0,"depth":"Base"}],"related_cwes":[{"uid":"CWE-78"}]},
               "affected_packages":[{"name":"p","version":"1"}]}],
             "resources":[{"uid":"r1","name":"shop","hostname":"shop.example.com","ip":"192.0.2.1","role_id":3,
               "role":"Affected","owner":{"uid":"u1","email_addr":"o@shop.example",
                 "account":{"name":"a","type_id":2,"type":"Windows Account"}},"data":{"any":[1,{"thing":true}]},
               "tags":[{"name":"n","value":"v"}]}],
             "observables":[
               {"name":"resources[0].hostname","type_id":1,"type":"Hostname","value":"shop.example.com"},
               {"name":"resources.uid","type_id":10,"type":"Resource UID","value":"r1"},
               {"name":"resources[0].owner","type_id":21,"type":"User"},
               {"name":"vulnerabilities[0].cve.uid","type_id":18,"type":"CVE Object: uid","value":"CVE-2021-1"}],
             "raw_data":"{}","raw_data_size":2,"raw_data_hash":{"algorithm_id":3,"algorithm":"SHA-256","value":"00"},
             "unmapped":{"v":{"Any name":{"x":[1.5,"y",[],null]}}}}
            """;

    private static final String REQUEST = """
            {"class_uid":4002,"class_name":"HTTP Activity","category_uid":4,"category_name":"Network Activity",
             "activity_id":99,"activity_name":"PROPFIND","type_uid":400299,"type_name":"HTTP Activity: Other",
             "severity_id":2,"severity":"Low","time":1768474800000,
             "metadata":{"version":"1.8.0","product":{"vendor_name":"V","name":"P"}},
             "src_endpoint":{"ip":"2001:db8::17","port":443,"mac":"00:00:5e:00:53:01"},
             "http_request":{"http_method":"GET",
               "url":{"path":"/","hostname":"a.example","category_ids":[11,99],"categories":["Gambling","odd"]}},
             "http_response":{"code":200}}
            """;

    private final OcsfValidator validator = PinnedSchema.validator();

    @ParameterizedTest
    @ValueSource(strings = {FINDING, REQUEST})
    void findsNothingWrongWithValidEvents(String event) {
        assertThat(validator.problems(read(event))).isEmpty();
    }

    /** {@code -Docsf.examples=FILE} checks any file of events, one a line. */
    @TestFactory
    Stream<DynamicTest> findsNothingWrongWithPublishedExamples() throws IOException {
        String file = System.getProperty("ocsf.examples", "");
        Stream<String> lines = file.isEmpty() ? Stream.of(FINDING) : Files.readAllLines(Path.of(file)).stream();
        return lines.map(OcsfValidatorTest::read)
                .map(event -> DynamicTest.dynamicTest(
                        event.path("message").asText("event"),
                        () -> assertThat(validator.problems(event)).isEmpty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                  | colour        | 'x'                 | colour: unknown attribute
                    /resources/0                  | colour        | 'red'               | resources[0].colour: unknown attribute
                                                  | severity_id   |                     | severity_id: required
                    /metadata                     | version       |                     | metadata.version: required
                    /vulnerabilities/0/cve        | uid           |                     | vulnerabilities[0].cve.uid: required
                    /vulnerabilities/0/cve/cvss/0 | base_score    |                     | cvss[0].base_score: required
                                                  | time          | 'now'               | time: no timestamp_t
                                                  | time          | 1768474800          | time: no timestamp_t
                                                  | time          | 1768474800000000    | time: no timestamp_t
                                                  | time          | 1768474800000.5     | time: no timestamp_t
                    /metadata                     | logged_time   | 1768474801          | metadata.logged_time: no timestamp_t
                                                  | message       | 5                   | message: no string_t
                                                  | is_alert      | 'true'              | is_alert: no boolean_t
                                                  | raw_data_size | 2.0                 | raw_data_size: no long_t
                                                  | raw_data_size | 9223372036854775808 | raw_data_size: no long_t
                    /vulnerabilities/0/cve/cvss/0 | base_score    | 9                   | base_score: no float_t
                    /vulnerabilities/0/cve/cvss/0 | depth         | 'Deep'              | depth: no value of its enumeration
                    /resources/0                  | ip            | '192.0.2.1:80'      | resources[0].ip: no ip_t
                    /resources/0/owner            | email_addr    | 'somebody'          | owner.email_addr: no email_t
                    /resources/0                  | owner         | 'somebody'          | resources[0].owner: no object
                                                  | resources     | {'uid':'r'}         | resources: no array
                    /metadata                     | labels        | [1]                 | metadata.labels[0]: no string_t
                    /metadata                     | labels        | []                  | metadata.labels: empty
                    /metadata                     | labels        | ['']                | metadata.labels[0]: empty
                                                  | resources     | {}                  | resources: empty
                                                  | message       | ''                  | message: empty
                                                  | message       | null                | message: empty
                    /finding_info                 | title         | null                | finding_info.title: empty
                                                  | status_id     | 17                  | status_id: no value of its enumeration
                                                  | status        | 'Resolved'          | status_id: its caption in status is wrong
                                                  | status        |                     | status_id: its caption in status is wrong
                                                  | severity      | 'Other'             | severity_id: its caption in severity is wrong
                                                  | severity      | ' '                 | severity_id: its caption in severity is wrong
                    /resources/0                  | role          | 'Target'            | role_id: its caption in role is wrong
                                                  | type_name     | 'Create'            | type_uid: its caption in type_name is wrong
                                                  | class_name    | 'Finding'           | class_uid: its caption in class_name is wrong
                                                  | category_uid  | 3                   | category_uid: no value of its enumeration
                                                  | type_uid      | 200202              | type_uid: is not class_uid * 100
                                                  | class_uid     | 2999                | class_uid: no class of this schema
                                                  | class_uid     |                     | class_uid: no class of this schema
                    /metadata                     | version       | '1.7.0'             | metadata.version: is not that of the schema
                    /metadata                     | profiles      |                     | is_alert: needs a profile
                    /metadata                     | profiles      | ['load_balancer']   | metadata.profiles: no profile of this class
                    /resources/0                  | region        | 'eu'                | resources[0].region: needs a profile
                    /vulnerabilities/0            | cwe           | {'uid':'CWE-1'}     | vulnerabilities[0]: needs exactly one of
                    /vulnerabilities/0            | cve           |                     | vulnerabilities[0]: needs exactly one of
                    /resources/0/tags/0           | value         |                     | resources[0].tags[0]: needs at least one of
                    /vulnerabilities/0            | fix_available | true                | fix_available: deprecated since 1.1.0
                    /resources/0/owner/account    | type_id       | 3                   | account.type_id: deprecated value
                    /observables/0                | value         | 'other'             | observables[0]: does not have the value of
                    /observables/0                | value         |                     | observables[0]: does not have the value of
                    /observables/2                | value         | 'x'                 | observables[2]: does not have the value of
                    /observables/0                | name          | 'resources[1].name' | observables[0]: names an attribute that is not there
                    /observables/0                | name          | 'hostname'          | observables[0]: names an attribute that is not there
                    /observables/0                | name          | 'resources/0'       | observables[0]: its name is no path
                    /observables/0                | type_id       | 2                   | observables[0]: its type_id is not that of
                    /observables/3                | type_id       | 17                  | observables[3]: its type_id is not that of
                    """)
    void findsEachBrokenRuleOfAFinding(@Nullable String pointer, String name, @Nullable String value, String problem) {
        assertThat(validator.problems(changed(FINDING, pointer, name, value)))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    /src_endpoint     | port          | 65536            | src_endpoint.port: no port_t
                    /src_endpoint     | port          | -1               | src_endpoint.port: no port_t
                    /src_endpoint     | mac           | '00'             | src_endpoint.mac: no mac_t
                    /src_endpoint     | ip            | '2001:db8::17%a-zone-that-makes-it-far-too-long' | ip: no ip_t
                    /http_request     | http_method   | 'PROPFIND'       | http_method: no value of its enumeration
                    /http_request/url | categories    | ['Gambling']     | category_ids: has not one caption for each value
                    /http_request/url | categories    | ['News','odd']   | category_ids: caption 0 is wrong
                    /http_request/url | path          |                  | http_request.url: needs at least one of
                                      | activity_name | 'Other'          | activity_id: its caption in activity_name is wrong
                                      | is_alert      | true             | is_alert: needs a profile
                                      | http_status   | 200              | http_status: deprecated since
                    """)
    void findsEachBrokenRuleOfARequest(@Nullable String pointer, String name, @Nullable String value, String problem) {
        assertThat(validator.problems(changed(REQUEST, pointer, name, value)))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @Test
    void acceptsAttributesOfAProfileAtEveryDepthOnceItIsNamed() {
        JsonNode event = changed(FINDING, "/finding_info", "last_seen_time_dt", "'2026-01-15T11:00:00Z'");
        assertThat(validator.problems(event)).hasSize(1);
        ((ArrayNode) event.at("/metadata/profiles")).add("datetime");
        assertThat(validator.problems(event)).isEmpty();
    }

    @Test
    void demandsWhatANamedProfileRequires() {
        JsonNode event = changed(FINDING, "/metadata", "profiles", "['security_control','cloud']");
        assertThat(validator.problems(event)).containsExactly("cloud: required");
    }

    @Test
    void saysWhereAProblemIs() {
        JsonNode event = changed(FINDING, "/vulnerabilities/0/cve/cvss/0", "colour", "'red'");
        assertThat(validator.problems(event))
                .containsExactly("vulnerabilities[0].cve.cvss[0].colour: unknown attribute");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "5", "{}", "{\"class_uid\":\"x\"}"})
    void survivesWhatIsNoEvent(String text) {
        assertThat(validator.problems(read(text))).isNotEmpty();
    }

    /** A copy of the event in which the object at the pointer has one member set, or removed for want of a value. */
    private static JsonNode changed(String event, @Nullable String pointer, String name, @Nullable String value) {
        JsonNode copy = read(event);
        ObjectNode target = (ObjectNode) copy.at(pointer == null ? "" : pointer);
        if (value == null) {
            target.remove(name);
        } else {
            target.set(name, read(value.replace('\'', '"')));
        }
        return copy;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
