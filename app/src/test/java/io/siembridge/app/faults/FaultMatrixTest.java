package io.siembridge.app.faults;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.destination.ProtocolPeer.Behaviour;
import io.siembridge.app.destination.TestEvents;
import io.siembridge.app.spool.DestinationTally;
import io.siembridge.app.tls.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each fault, on one destination of each protocol at once, beside a healthy one of each: the healthy ones have everything
 * while the fault lasts, the books of all add up during and after it, and after it nothing is missing.
 */
@Timeout(180)
class FaultMatrixTest {
    private static final int WEBHOOKS = 24;
    /** One that is refused for good stands among those before and after it. */
    private static final int POISONED = 7;

    /** How many single refusals it takes to see that they are not about single events. */
    private static final int MOST_BURIED = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Optional<RunningBridge> bridge = Optional.empty();
    private List<Pair> pairs = List.of();

    /** What goes wrong, where it can, and how many of the webhooks are poisoned. */
    private enum Fault {
        REFUSED(EnumSet.allOf(Protocol.class), 0),
        RESET_MID_BODY(EnumSet.allOf(Protocol.class), 0),
        ACCEPTED_THEN_RESET(EnumSet.allOf(Protocol.class), 0),
        BLACK_HOLE(EnumSet.allOf(Protocol.class), 0),
        SLOW_DRIP(EnumSet.allOf(Protocol.class), 0),
        EXPIRED_CERTIFICATE(EnumSet.allOf(Protocol.class), 0),
        BUSY_WITH_A_WAIT(EnumSet.of(Protocol.SPLUNK, Protocol.HTTP), 0),
        CREDENTIALS_REFUSED(EnumSet.of(Protocol.SPLUNK, Protocol.HTTP, Protocol.FLUENTD), 0),
        ONE_EVENT_REJECTED(EnumSet.of(Protocol.SPLUNK, Protocol.HTTP, Protocol.FLUENTD), 1),
        /** The forward protocol cannot say so: who acknowledges nothing is down. */
        ALL_EVENTS_REJECTED(EnumSet.of(Protocol.SPLUNK, Protocol.HTTP), WEBHOOKS);

        private final Set<Protocol> where;
        private final int poisoned;

        Fault(Set<Protocol> where, int poisoned) {
            this.where = where;
            this.poisoned = poisoned;
        }

        boolean poisons(int webhook) {
            return poisoned == WEBHOOKS || (poisoned == 1 && webhook == POISONED);
        }

        /** Who refuses a single event goes on doing so; everything else is mended in the end. */
        boolean isMended() {
            return poisoned != 1;
        }
    }

    @AfterEach
    void stop() {
        bridge.ifPresent(RunningBridge::close);
        pairs.forEach(Pair::close);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void keepsItsBooksAndDelaysNobodyElse(Fault fault) throws Exception {
        Optional<TestCertificates> certificates =
                fault == Fault.EXPIRED_CERTIFICATE ? Optional.of(TestCertificates.createIn(folder)) : Optional.empty();
        for (Protocol protocol : Protocol.values()) {
            if (fault.where.contains(protocol)) {
                pairs = append(pairs, Pair.of(protocol, certificates.map(TestCertificates::authority)));
            }
        }
        String lines = pairs.stream().map(Pair::lines).collect(Collectors.joining());
        bridge = Optional.of(RunningBridge.start(folder, "", lines));
        begin(fault, certificates.map(each -> identity(each, true)));

        IntStream.range(0, WEBHOOKS).forEach(i -> send(i, fault));
        for (Pair pair : pairs) {
            await().atMost(PATIENCE).until(() -> tally(pair.well()).delivered() == WEBHOOKS);
            assertThat(pair.wellPeer().arrived()).as(pair.well()).isEqualTo(WEBHOOKS);
        }
        assertThatTheBooksClose();
        for (Pair pair : pairs) {
            if (fault != Fault.SLOW_DRIP && fault.isMended()) {
                assertThat(tally(pair.sick()).delivered()).as(pair.sick()).isZero();
            }
        }

        end(fault, certificates.map(each -> identity(each, false)));
        for (Pair pair : pairs) {
            // What an operator would do who has mended something and does not want to wait.
            bridge.orElseThrow().bridge().workers().get(pair.sick()).resume();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(tally(pair.sick()).waiting()).isZero());
            long dead = tally(pair.sick()).dead();
            assertThat(dead).as(pair.sick()).isBetween(fault.isMended() ? 0L : 1L, mostBuried(fault));
            assertThat(pair.sickPeer().arrived()).as(pair.sick()).isEqualTo(WEBHOOKS - (int) dead);
        }
        assertThatTheBooksClose();
    }

    private static long mostBuried(Fault fault) {
        return Math.min(fault.poisoned, MOST_BURIED);
    }

    private static SSLContext identity(TestCertificates certificates, boolean expired) {
        try {
            return certificates.peer(
                    expired
                            ? certificates.issueExpired("old", TestCertificates.LOOPBACK)
                            : certificates.issue("new", TestCertificates.LOOPBACK));
        } catch (Exception e) {
            throw new AssertionError("No certificate could be made", e);
        }
    }

    private static List<Pair> append(List<Pair> pairs, Pair next) {
        return Stream.concat(pairs.stream(), Stream.of(next)).toList();
    }

    private void begin(Fault fault, Optional<SSLContext> expired) throws Exception {
        for (Pair pair : pairs) {
            switch (fault) {
                case REFUSED -> pair.proxy().mode(FaultProxy.Mode.REFUSE);
                case RESET_MID_BODY -> pair.proxy().mode(FaultProxy.Mode.RESET_MID_BODY);
                case ACCEPTED_THEN_RESET -> pair.proxy().mode(FaultProxy.Mode.ACCEPT_THEN_RESET);
                case BLACK_HOLE -> pair.proxy().mode(FaultProxy.Mode.BLACK_HOLE);
                case SLOW_DRIP -> pair.proxy().mode(FaultProxy.Mode.DRIP);
                case EXPIRED_CERTIFICATE -> {
                    pair.proxy().encrypt(expired.orElseThrow());
                    pair.proxy().mode(FaultProxy.Mode.PASS);
                }
                case BUSY_WITH_A_WAIT -> misbehave(pair, Behaviour.BUSY);
                case CREDENTIALS_REFUSED -> misbehave(pair, Behaviour.REFUSE_CREDENTIALS);
                case ONE_EVENT_REJECTED, ALL_EVENTS_REJECTED -> misbehave(pair, Behaviour.REFUSE_POISON);
            }
        }
    }

    private static void misbehave(Pair pair, Behaviour behaviour) throws Exception {
        pair.sickPeer().peer().behave(behaviour);
        pair.proxy().mode(FaultProxy.Mode.PASS);
    }

    private void end(Fault fault, Optional<SSLContext> valid) throws Exception {
        for (Pair pair : pairs) {
            valid.ifPresent(pair.proxy()::encrypt);
            if (fault.isMended()) {
                pair.sickPeer().peer().behave(Behaviour.ACCEPT);
                pair.proxy().mode(FaultProxy.Mode.PASS);
            }
        }
    }

    private void send(int number, Fault fault) {
        String note = fault.poisons(number) ? TestEvents.POISON : "wholesome";
        byte[] body = ("{\"category\":\"new-data-type\",\"id\":\"matrix-" + number + "\",\"note\":\"" + note + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        given().body(body)
                .header("x-soveren-signature", RunningBridge.signature("soveren", body))
                .post(bridge.orElseThrow().url("soveren"))
                .then()
                .statusCode(200);
    }

    private DestinationTally tally(String destination) {
        return tallies().get(destination);
    }

    private Map<String, DestinationTally> tallies() {
        return bridge.orElseThrow().bridge().spool().tallies();
    }

    private void assertThatTheBooksClose() {
        tallies().forEach((name, tally) -> {
            assertThat(tally.owed()).as(name).isEqualTo(WEBHOOKS);
            assertThat(tally.delivered() + tally.waiting() + tally.dead() + tally.discarded())
                    .as(name)
                    .isEqualTo(tally.owed());
        });
    }
}
