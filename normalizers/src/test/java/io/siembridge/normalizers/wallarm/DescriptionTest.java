package io.siembridge.normalizers.wallarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.siembridge.normalizers.wallarm.Description.Threshold;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptionTest {
    private static final Description NOTHING = new Description("Some other wording.");

    @Test
    void readsTheUserTheRoleAndWhoDidIt() {
        Description text = new Description("""
                Notification type: create_user

                A new user Eve O'Neil-Sm\u00edth <eve@acme.example> with the role Global Read Only was added to the \
                company account by Bob <bob@acme.example>.
                This notification was triggered by the "New user <x>" trigger.
                """);

        assertThat(text.user()).contains(new Person("Eve O'Neil-Sm\u00edth", "eve@acme.example"));
        assertThat(text.role()).contains("Global Read Only");
        assertThat(text.actor()).contains(new Person("Bob", "bob@acme.example"));
    }

    @Test
    void readsARoleOnlyIfItIsOneOfTheVendors() {
        assertThat(new Description("was changed to Administrator by").newRole()).contains("Administrator");
        assertThat(new Description("was changed to the role \"API developer\" by").newRole())
                .contains("API developer");
        assertThat(new Description("was added to the company account by").newRole())
                .isEmpty();
    }

    @Test
    void readsAThreshold() {
        assertThat(new Description("The number of detected hits exceeded 1 in 1 minute.\nThis").threshold())
                .contains(new Threshold("hits", 1, "1 minute"));
        assertThat(new Description("(\"… incidents exceeded 5 in 1 minute\"; by the trigger)").threshold())
                .contains(new Threshold("incidents", 5, "1 minute"));
        assertThat(new Description("Incidents exceeded 999999999999 in 1 hour").threshold())
                .isEmpty();
    }

    @Test
    void readsTheTimesInALink() {
        String link = "https://my.wallarm.example/attacks?q=x&time_from=1768471200&time_to=1768471260";

        assertThat(Description.timeFrom(link)).contains(1768471200000L);
        assertThat(Description.timeTo(link)).contains(1768471260000L);
        assertThat(Description.timeFrom("https://x?time_from=XXXXXXXXXX")).isEmpty();
        assertThat(Description.timeFrom("https://x?time_from=99999999999999999999"))
                .isEmpty();
    }

    @Test
    void readsCompromisedAccounts() {
        Description text = new Description(
                "x\nCompromised accounts: a@b.example; c, \nAssociated URL: h.example/l\nLink: https://x/y\n");

        assertThat(text.compromisedAccounts()).isEqualTo(List.of("a@b.example", "c"));
        assertThat(text.compromisedUrl()).contains("h.example/l");
        assertThat(text.link()).contains("https://x/y");
    }

    @Test
    void readsLongTextInReasonableTime() {
        String hostile = "user by IP address <a exceeded 1 in with the role A ".repeat(40_000);
        for (String type :
                List.of("create_user", "attacks_exceeded", "ip_blocked", "compromised_logins", "rule_update")) {
            String body = Payloads.notification(type, "")
                    .replace("\"details\"", "\"description\":\"" + hostile + "\",\"details\"");
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Payloads.normalize(body));
        }
    }

    @Test
    void findsNothingInOtherWords() {
        assertThat(NOTHING.user()).isEmpty();
        assertThat(NOTHING.role()).isEmpty();
        assertThat(NOTHING.actor()).isEmpty();
        assertThat(NOTHING.threshold()).isEmpty();
        assertThat(NOTHING.clauses()).isEmpty();
        assertThat(NOTHING.denylistedAddress()).isEmpty();
        assertThat(NOTHING.compromisedAccounts()).isEmpty();
        assertThat(NOTHING.link()).isEmpty();
    }
}
