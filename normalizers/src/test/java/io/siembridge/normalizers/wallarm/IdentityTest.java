package io.siembridge.normalizers.wallarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One finding has one id, however often and in whatever words it is reported; one event has one uid. */
class IdentityTest {
    @Test
    void anIssueKeepsItsIdWhenRiskTitleAndLinkChange() {
        assertThat(issue("'id':7,'title':'a','risk':'Low'")).isEqualTo("wallarm:Acme:issue:7");
        assertThat(issue("'id':'7','title':'b','risk':'Critical','host':'x.example'"))
                .isEqualTo("wallarm:Acme:issue:7");
    }

    @Test
    void anIssueWithoutIdIsKnownByWhatItIsAbout() {
        String once = issue("'id':null,'host':'x.example','path':'/a','type':'xss','title':'t','risk':'Low'");

        assertThat(once).matches("wallarm:Acme:issue:sha256-[0-9a-f]{32}");
        assertThat(
                        issue(
                                "'domain':'x.example','path':'/a','type':'xss','title':'t','threat':'High','discovered_by':'AASM'"))
                .isEqualTo(once);
        assertThat(issue("'host':'x.example','path':'/b','type':'xss','title':'t'"))
                .isNotEqualTo(once);
        assertThat(issue("'host':'x.example','path':'/a','method':'POST','type':'xss','title':'t'"))
                .isNotEqualTo(once);
    }

    @Test
    void aDenylistedAddressIsOneFinding() {
        assertThat(findingUid(
                        Payloads.notification("ip_blocked", "'ip':'203.0.113.6','reason':'x','trigger_name':'a'")))
                .isEqualTo("wallarm:Acme:ip_blocked:203.0.113.6");
    }

    @Test
    void aThresholdIsKnownByItsTrigger() {
        assertThat(findingUid(Payloads.notification("incidents_exceeded", "'trigger_name':'Burst'")))
                .isEqualTo("wallarm:Acme:incidents_exceeded:Burst");
    }

    @Test
    void aRogueEndpointIsKnownByKindMethodAndPlace() {
        assertThat(findingUid(Payloads.notification(
                        "api_comparison_result",
                        "'type_of_endpoint':'shadow','http_method':'GET','api_host':'a.example','endpoint_path':'/u'")))
                .isEqualTo("wallarm:Acme:api_comparison_result:shadow:GET:a.example/u");
    }

    @Test
    void theOrderOfStolenAccountsDoesNotMatter() {
        String once =
                findingUid(Payloads.notification("compromised_logins", "'accounts':['a','b'],'url':'x.example/l'"));

        assertThat(findingUid(Payloads.notification("compromised_logins", "'accounts':['b','a'],'url':'x.example/l'")))
                .isEqualTo(once);
        assertThat(findingUid(Payloads.notification("compromised_logins", "'accounts':['a'],'url':'x.example/l'")))
                .isNotEqualTo(once);
    }

    @Test
    void theSameHitTwiceInOneBodyIsTwoEventsOfOneHit() {
        String hit = Payloads.hit("").replaceFirst("^\\[", "").replaceFirst("]$", "");
        List<OcsfEvent> events = Payloads.normalize("[" + hit + "," + hit + "]").events();

        assertThat(events).extracting(OcsfEvent::uid).doesNotHaveDuplicates().hasSize(2);
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.text("metadata", "original_event_uid")).contains("i:1"));
    }

    private static String issue(String members) {
        return findingUid(Payloads.notification(
                "security_issue",
                "'security_issue_link':'https://x.example/" + members.length() + "','security_issue':{" + members
                        + "}"));
    }

    private static String findingUid(String body) {
        return Payloads.event(body).text("finding_info", "uid").orElseThrow();
    }
}
