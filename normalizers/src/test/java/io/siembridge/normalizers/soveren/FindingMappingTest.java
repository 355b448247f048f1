package io.siembridge.normalizers.soveren;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.Webhooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingMappingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Password','Card','Person' | 6 | Security",
                "'Person','CAV2/CVC2/CVV2/CID' | 3 | Financial",
                "'Loading key','birth_date' | 1 | Personal",
                "'EMAIL' | 1 | Personal",
                "'User ID' | 6 | Security",
                "'Loading key','Wagon code' | 99 | Loading key",
                "7,true | 99 | 7"
            })
    void namesTheGravestKindOfData(String types, int id, String caption) {
        JsonNode security = finding("'data_types':[" + types + "]").path("data_security");

        assertThat(security.path("category_id").intValue()).isEqualTo(id);
        assertThat(security.path("category").textValue()).isEqualTo(caption);
        assertThat(security.path("discovery_details")).hasSize(types.split(",").length);
    }

    @Test
    void takesOneTypeInPlaceOfAList() {
        JsonNode security = finding("'data_types':'IBAN'").path("data_security");

        assertThat(security.at("/discovery_details/0/type").textValue()).isEqualTo("IBAN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'sending':{'name':'a'} | 2",
                "'receiving':'b' | 2",
                "'endpoint':{'method':'GET'} | 2",
                "'third_party_ip':'192.0.2.1' | 2",
                "'sending':{'name':null,'groups':[]},'receiving':{},'endpoint':'','third_party_ip':null | 1",
                "'s3_bucket':'x' | 1"
            })
    void tellsDataInTransitFromDataAtRest(String members, int state) {
        assertThat(finding(members).at("/data_security/data_lifecycle_state_id").intValue())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "api.acme.example | {'hostname':'api.acme.example'}",
                "api.acme.example:8443 | {'hostname':'api.acme.example','port':8443}",
                "192.0.2.7 | {'ip':'192.0.2.7'}",
                "[2001:db8::7]:443 | {'ip':'2001:db8::7','port':443}",
                "no host! at all | {}"
            })
    void givesTheHostOfAnEndpointItsPlace(String hostname, String expected) {
        JsonNode event = finding("'endpoint':{'hostname':'" + hostname + "','method':'GET','url':'/x'}");

        assertThat(event.path("dst_endpoint").toString())
                .isEqualTo(expected.equals("{}") ? "" : Webhooks.quoted(expected));
        assertThat(event.toString()).contains("\"" + hostname + "\"");
    }

    @Test
    void keepsTheAddressOfAThirdPartyApartFromThatOfAnEndpoint() {
        JsonNode event = finding("'third_party_ip':'192.0.2.1','endpoint':{'hostname':'192.0.2.7'}");

        assertThat(event.at("/dst_endpoint/ip").textValue()).isEqualTo("192.0.2.1");
        assertThat(event.at("/resources/0/ip").textValue()).isEqualTo("192.0.2.7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'a','link':'https://x.example/internal-assets/1'} | 1",
                "{'name':'a','link':'https://x.example/external-assets/1'} | 2",
                "{'name':'a'} | 0",
                "'a' | 0"
            })
    void tellsInternalFromExternalByTheLink(String party, int scope) {
        JsonNode event = finding("'sending':" + party + ",'receiving':" + party);

        assertThat(event.at("/src_endpoint/network_scope_id").intValue()).isEqualTo(scope);
        assertThat(event.at("/dst_endpoint/network_scope_id").intValue()).isEqualTo(scope);
    }

    @Test
    void emitsNoEndpointThatHasOnlyAScope() {
        JsonNode event = finding("'sending':{'link':'https://x.example/internal-assets/1'}");

        assertThat(event.has("src_endpoint")).isFalse();
        assertThat(event.at("/resources/0/uid").textValue()).isEqualTo("https://x.example/internal-assets/1");
    }

    @Test
    void namesTheSideThatCausedTheEvent() {
        String sides = ",'sending':{'name':'a'},'receiving':{'name':'b'}";

        assertThat(finding("'event_triggered_by':'sending'" + sides)
                        .at("/actor/app_name")
                        .textValue())
                .isEqualTo("a");
        assertThat(finding("'event_triggered_by':'Receiving'" + sides)
                        .at("/actor/app_name")
                        .textValue())
                .isEqualTo("b");
        assertThat(finding("'event_triggered_by':'policy'" + sides).has("actor"))
                .isFalse();
        assertThat(finding("'event_triggered_by':'sending'").has("actor")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'method':'GET','hostname':'h.example','url':'/a'} | GET h.example/a",
                "{'method':'GET','hostname':'h.example','URL':'a'} | GET h.example/a",
                "{'hostname':'h.example','url':'','URL':'a'} | h.example/a",
                "{'method':'GET','hostname':'h.example'} | GET h.example",
                "{'method':'PUT','url':'a/b'} | PUT a/b",
                "{'hostname':'h.example','url':'https://h.example/a'} | https://h.example/a",
                "'h.example/a' | h.example/a"
            })
    void namesTheApiEndpoint(String endpoint, String name) {
        JsonNode resource = finding("'endpoint':" + endpoint).at("/resources/0");

        assertThat(resource.path("uid").textValue()).isEqualTo(name);
        assertThat(resource.path("type").textValue()).isEqualTo("API Endpoint");
    }

    @Test
    void keepsBothAddressesOfAnEndpointThatHasTwo() {
        JsonNode event = finding("'endpoint':{'hostname':'h.example','url':'/new','URL':'/old'}");

        assertThat(event.at("/resources/0/data/url").textValue()).isEqualTo("/new");
        assertThat(event.at("/unmapped/soveren/endpoint/URL").textValue()).isEqualTo("/old");
    }

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, 1, Relational",
        "MS SQL Server, 1, Relational",
        "aurora-mysql, 1, Relational",
        "MongoDB, 6, NoSQL",
        "Informix 12, 99, Informix 12",
        ", 0, Unknown"
    })
    void classifiesTheDatabase(String engine, int id, String caption) {
        JsonNode database = finding(
                        "'database_name':'d','database_type':" + (engine == null ? "null" : "'" + engine + "'"))
                .path("database");

        assertThat(database.path("type_id").intValue()).isEqualTo(id);
        assertThat(database.path("type").textValue()).isEqualTo(caption);
    }

    @Test
    void knowsTheBucketOfABucketPolicyByItsEntity() {
        JsonNode exposed = event("policy_public_s3_bucket", "'entity_name':'b','object_type':'s3_bucket'");
        JsonNode elsewhere = event("policy_unencrypted_rds", "'entity_name':'b'");

        assertThat(exposed.path("databucket"))
                .isEqualTo(Webhooks.object("{'name':'b','type_id':1,'type':'S3','is_public':true}"));
        assertThat(elsewhere.has("databucket")).isFalse();
    }

    @Test
    void tellsTheStoreByTheFirstNameThereIs() {
        assertThat(finding("'s3_bucket':'b','topic':'t'").at("/resources/0/uid").textValue())
                .isEqualTo("b");
        assertThat(finding("'entity_name':'','database_name':'d'")
                        .at("/resources/0/uid")
                        .textValue())
                .isEqualTo("d");
        assertThat(finding("'topic':'t'").at("/resources/0/uid").textValue()).isEqualTo("t");
        assertThat(finding("'object_type':'queue'").has("resources")).isFalse();
    }

    @Test
    void keepsACollectionBesideATable() {
        JsonNode event = finding("'table':'t','collection':'c'");

        assertThat(event.at("/table/name").textValue()).isEqualTo("t");
        assertThat(event.at("/unmapped/soveren/collection").textValue()).isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.soveren.io/events?id=8812, 8812",
        "https://app.soveren.io/activity-log?tab=open&id=8812#top, 8812",
        "/events?id=8812, 8812",
        "https://app.soveren.io/events?id=, ",
        "https://app.soveren.io/events?id=8812b, ",
        "https://app.soveren.io/events?grid=8812, "
    })
    void takesTheNumberOutOfTheLink(String link, String number) {
        JsonNode event = finding("'event_link':'" + link + "'");

        assertThat(event.at("/finding_info/uid_alt").textValue()).isEqualTo(number);
        assertThat(event.at("/metadata/original_event_uid").textValue()).isEqualTo(number);
    }

    @Test
    void leavesALinkThatIsNoUrlUnmapped() {
        JsonNode event = finding("'event_link':'/events?id=8812','evidence_link':'see console'");

        assertThat(event.at("/finding_info").has("src_url")).isFalse();
        assertThat(event.at("/data_security").has("src_url")).isFalse();
        assertThat(event.at("/unmapped/soveren/event_link").textValue()).isEqualTo("/events?id=8812");
        assertThat(event.at("/unmapped/soveren/evidence_link").textValue()).isEqualTo("see console");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.soveren.io/policies/31, 31",
        "https://app.soveren.io/policies/31/?tab=2, 31",
        "https://app.soveren.io/policies/new, "
    })
    void takesTheNumberOfAPolicyOutOfItsLink(String link, String number) {
        assertThat(finding("'policy':{'link':'" + link + "'}")
                        .at("/data_security/policy/uid")
                        .textValue())
                .isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-14T10:00:00.250Z, 1768384800250, ",
        "2026-01-14T10:00:00Z, 1768384800000, ",
        "2026-01-14T10:00:00.250999-03:30, 1768397400250, -210",
        "2013-01-01T00:00:00.000Z, 1356998400000, ",
        "1768384800, 1768384800000, ",
        "tomorrow, 1768478400000, ",
        "+999999999-12-31T23:59:59Z, 1768478400000, ",
        "-999999999-01-01T00:00:00Z, 1768478400000, "
    })
    void readsTheTimeOrFallsBackToTheTimeOfReceipt(String time, long millis, Integer offset) {
        JsonNode event = finding("'time':'" + time + "'");

        assertThat(event.path("time").longValue()).isEqualTo(millis);
        assertThat(event.at("/metadata/original_time").textValue()).isEqualTo(time);
        assertThat(event.path("timezone_offset").asText("")).isEqualTo(offset == null ? "" : offset.toString());
    }

    @Test
    void saysWhatHappenedEvenWithoutATitle() {
        assertThat(finding("'title':null").path("message").textValue()).isEqualTo("Soveren reports policy violation");
        assertThat(finding("'title':'\\u0000\\n'").path("message").textValue())
                .isEqualTo("Soveren reports policy violation");
    }

    private static JsonNode finding(String members) {
        return event("policy_violation", members);
    }

    private static JsonNode event(String type, String members) {
        return Webhooks.read(Payloads.eventOf(Webhooks.object("{'event_type':'" + type + "'," + members + "}")));
    }
}
