package io.siembridge.normalizers.soveren;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.Webhooks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingIdentityTest {
    private static final String FINDING = "{'event_type':'policy_violation','data_types':['Card','Person'],"
            + "'sending':{'name':'a','namespace':'x'},'receiving':{'name':'b','namespace':'y'},"
            + "'endpoint':{'method':'GET','hostname':'h.example','url':'/p'},'policy':{'name':'n'},"
            + "'object_type':'o','entity_name':'e','s3_bucket':'s','database_type':'t','database_name':'d',"
            + "'table':'t','topic':'k','scheme':'c'}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'time':'2026-01-01T00:00:00Z'}",
                "{'sensitivity':'High'}",
                "{'title':'Other words'}",
                "{'event_link':'https://app.soveren.io/events?id=99'}",
                "{'category':'Data at risk'}",
                "{'event_type':'Policy-Violations'}",
                "{'event_triggered_by':'sending'}",
                "{'data_types':['Person','Card','Person']}",
                "{'third_party_ip':'192.0.2.7'}",
                "{'user_agent':'curl','evidence_link':'https://app.soveren.io/e/1','conflicting_assets':[{'name':'z'}]}",
                "{'sending':{'name':'a','namespace':'x','groups':[{'name':'g'}],'link':'https://app.soveren.io/1'}}",
                "{'endpoint':{'method':'get','hostname':'H.example','URL':'p','link':'https://app.soveren.io/2'}}",
                "{'policy':{'name':'n','link':'https://app.soveren.io/policies/3'}}",
                "{'policy':'n'}",
                "{'release_notes_link':null,'collection':''}"
            })
    void staysTheSameWhenOnlyTheReportDiffers(String change) {
        ObjectNode changed = Webhooks.object(FINDING).setAll(Webhooks.object(change));

        assertThat(uid(changed)).isEqualTo(uid(Webhooks.object(FINDING)));
    }

    @Test
    void differsWithEveryThingAFindingIsAbout() {
        List<String> changes = List.of(
                "{}",
                "{'event_type':'policy_violation_dar'}",
                "{'data_types':['Card']}",
                "{'data_types':['Card,Person']}",
                "{'data_types':[]}",
                "{'sending':{'name':'a2','namespace':'x'}}",
                "{'sending':{'name':'a','namespace':'x2'}}",
                "{'sending':{'name':'a'}}",
                "{'sending':'x/a'}",
                "{'sending':null}",
                "{'receiving':{'name':'b2','namespace':'y'}}",
                "{'sending':{'name':'b','namespace':'y'},'receiving':{'name':'a','namespace':'x'}}",
                "{'receiving':null}",
                "{'receiving':null,'third_party_ip':'192.0.2.7'}",
                "{'receiving':null,'third_party_ip':'192.0.2.8'}",
                "{'receiving':{'link':'https://app.soveren.io/external-assets/1'}}",
                "{'receiving':{'link':'https://app.soveren.io/external-assets/2'}}",
                "{'endpoint':{'method':'PUT','hostname':'h.example','url':'/p'}}",
                "{'endpoint':{'method':'GET','hostname':'h2.example','url':'/p'}}",
                "{'endpoint':{'method':'GET','hostname':'h.example','url':'/p2'}}",
                "{'endpoint':null}",
                "{'policy':{'name':'n2'}}",
                "{'policy':{'link':'https://app.soveren.io/policies/3'}}",
                "{'policy':{'link':'https://app.soveren.io/policies/4'}}",
                "{'object_type':'o2'}",
                "{'entity_name':'e2'}",
                "{'s3_bucket':'s2'}",
                "{'database_type':'t2'}",
                "{'database_name':'d2'}",
                "{'table':'t2'}",
                "{'table':null,'collection':'c'}",
                "{'topic':'k2'}",
                "{'scheme':'c2'}",
                "{'s3_bucket':'d','database_name':'s'}");

        Stream<String> uids =
                changes.stream().map(change -> uid(Webhooks.object(FINDING).setAll(Webhooks.object(change))));

        assertThat(uids).doesNotHaveDuplicates().hasSameSizeAs(changes);
    }

    @Test
    void tellsFindingsThatSayNothingOfThemselvesApartByNumberOrTitle() {
        Stream<String> uids = Stream.of(
                        "{'event_type':'anomaly_detected','event_link':'https://app.soveren.io/events?id=1'}",
                        "{'event_type':'anomaly_detected','event_link':'https://app.soveren.io/events?id=2'}",
                        "{'event_type':'anomaly_detected','title':'Flow A'}",
                        "{'event_type':'anomaly_detected','title':'Flow B'}")
                .map(object -> uid(Webhooks.object(object)));

        assertThat(uids).doesNotHaveDuplicates();
    }

    @Test
    void looksLikeTheMappingSays() {
        assertThat(uid(Webhooks.object(FINDING))).matches("soveren:[0-9a-f]{32}");
    }

    @Test
    void doesNotChangeFromOneReleaseToTheNext() {
        // Consumers join on it: a change of this value splits every finding they know in two.
        assertThat(uid(Webhooks.object(FINDING))).isEqualTo("soveren:ec5c5a4e6fdacdf6c769cdd3bc7f3df8");
    }

    @Test
    void differsBetweenTypesThatAreNotListed() {
        ObjectNode one = Webhooks.object("{'event_type':'policy_public_gcs_bucket','entity_name':'e'}");
        ObjectNode another = Webhooks.object("{'event_type':'policy_open_share','entity_name':'e'}");

        assertThat(uid(one)).isNotEqualTo(uid(another));
        assertThat(uid(one)).isEqualTo(uid(one.put("event_type", "Policy public GCS bucket")));
    }

    @Test
    void differsBetweenTheSamplesOfAllEventTypes() {
        Map<String, String> uids = new HashMap<>();
        for (EventType type : EventType.listed()) {
            String uid = uid(Payloads.sample(type.word().replace('_', '-')));
            if (!uid.isEmpty()) {
                assertThat(uids.put(uid, type.word()))
                        .as("sample with the uid of " + type.word())
                        .isNull();
            }
        }
        assertThat(uids).hasSize(23);
    }

    private static String uid(ObjectNode object) {
        return Payloads.eventOf(object).text("finding_info", "uid").orElse("");
    }
}
