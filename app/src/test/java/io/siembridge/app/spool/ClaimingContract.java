package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets what is due, and for how long. */
abstract class ClaimingContract extends SpoolContract {
    ClaimingContract(Making making) {
        super(making);
    }

    @Test
    void claimsTheOldestFirstUpToTheNumberAsked() {
        for (int i = 0; i < 5; i++) {
            accepted("body " + i, "splunk");
        }

        List<ClaimedDelivery> first = spool.claim("splunk", 2, MUCH, LEASE);
        List<String> rest = claimedBodies("splunk");

        assertThat(first)
                .extracting(delivery -> new String(delivery.webhook().body(), StandardCharsets.UTF_8))
                .containsExactly("body 0", "body 1");
        assertThat(rest).containsExactly("body 2", "body 3", "body 4");
        assertThat(first.get(0).attempts()).isZero();
        assertThat(first.get(0).acceptedEvents()).isEmpty();
        assertThat(first.get(0).due()).isEqualTo(TestTime.START);
    }

    @Test
    void claimsUpToTheBytesAskedButAtLeastOne() {
        accepted("x".repeat(100), "splunk");
        accepted("y".repeat(40), "splunk");
        accepted("z".repeat(40), "splunk");
        accepted("w".repeat(40), "splunk");

        assertThat(spool.claim("splunk", 10, 50, LEASE)).hasSize(1);
        assertThat(spool.claim("splunk", 10, 80, LEASE)).hasSize(2);
        assertThat(spool.claim("splunk", 10, 80, LEASE)).hasSize(1);
    }

    @Test
    void claimsNothingForADestinationThatIsOwedNothing() {
        accepted("a", "splunk");

        assertThat(claim("archive")).isEmpty();
        assertThat(spool.nextDue("archive")).isEmpty();
    }

    @Test
    void aLeaseKeepsOthersAwayUntilItLapses() {
        accepted("a", "splunk");
        accepted("b", "splunk");
        claimOne("splunk");
        assertThat(claimedBodies("splunk")).containsExactly("b");
        assertThat(claim("splunk")).isEmpty();

        time.pass(LEASE);

        assertThat(claimedBodies("splunk")).containsExactly("a", "b");
    }

    @Test
    void anExtendedLeaseHoldsLonger() {
        accepted("a", "splunk");
        ClaimedDelivery held = claimOne("splunk");
        time.pass(LEASE.minusSeconds(1));
        spool.extend(List.of(held.id()), LEASE);
        time.pass(LEASE.minusSeconds(1));
        assertThat(claim("splunk")).isEmpty();
        time.pass(Duration.ofSeconds(1));
        assertThat(claim("splunk")).hasSize(1);
    }

    @Test
    void aLapsedLeaseCannotBeExtended() {
        accepted("a", "splunk");
        ClaimedDelivery held = claimOne("splunk");
        time.pass(LEASE);
        spool.extend(List.of(held.id()), LEASE);

        assertThat(claim("splunk")).hasSize(1);
    }

    @Test
    void leasesDoNotEndEarlyWhenTheWallClockJumps() {
        accepted("a", "splunk");
        claimOne("splunk");
        time.jump(Duration.ofDays(365));

        assertThat(claim("splunk")).isEmpty();
    }
}
