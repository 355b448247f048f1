package io.siembridge.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siembridge.app.spool.Acceptance;
import io.siembridge.app.spool.ClaimedDelivery;
import io.siembridge.app.spool.DeliveryState;
import io.siembridge.app.spool.Measure;
import io.siembridge.app.spool.Settlement;
import io.siembridge.app.spool.Settlement.Attempt;
import io.siembridge.app.spool.Settlement.DeadPart;
import io.siembridge.app.spool.Spool;
import io.siembridge.app.spool.SpoolConfig;
import io.siembridge.app.spool.SpoolException;
import io.siembridge.app.spool.SpoolListener;
import io.siembridge.app.spool.SqliteSpool;
import io.siembridge.app.spool.StoredWebhook;
import io.siembridge.app.spool.TestTime;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.OcsfValidator;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReporterTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<String> EVERYWHERE = List.of("splunk", "archive");

    @TempDir
    private Path folder;

    private final TestTime time = new TestTime();
    private Reporter.Wanted wanted = new Reporter.Wanted(Set.of("snyk", "soda"), EVERYWHERE);
    private Spool spool;
    private Reporter reporter;

    @BeforeEach
    void open() throws SpoolException {
        SpoolConfig config = new SpoolConfig(folder.resolve("spool.db"), Duration.ofMinutes(10), 1L << 30, 1 << 20);
        spool = new SqliteSpool(config, time, new SpoolListener() {}, source -> HOUR);
        spool.open();
        reporter = new Reporter(spool, time, "bridge-1", () -> wanted);
    }

    @AfterEach
    void close() {
        assertThat(spool.check()).isEmpty();
        spool.close();
    }

    private void restart() throws SpoolException {
        close();
        open();
    }

    private void receive(String source, String body) {
        Acceptance unused = spool.accept(
                        TestWebhooks.verified(source, "snyk", body.getBytes(UTF_8), Optional.empty(), time.instant()),
                        EVERYWHERE)
                .join();
    }

    private void deliver(String destination, int dead) {
        List<Settlement> settlements = new ArrayList<>();
        for (ClaimedDelivery delivery : spool.claim(destination, 100, 1L << 30, HOUR)) {
            Attempt attempt = new Attempt(time.instant(), Duration.ZERO, 1, "x", "x", Optional.empty());
            settlements.add(
                    settlements.size() < dead
                            ? Settlement.dead(
                                    delivery.id(),
                                    Set.of(),
                                    List.of(new DeadPart(Optional.empty(), "", "unreadable", Optional.empty())),
                                    attempt)
                            : Settlement.delivered(delivery.id(), attempt));
        }
        spool.settle(settlements).join();
    }

    /** Events of all reports that are stored, in order. */
    private List<OcsfEvent> events() throws Exception {
        List<OcsfEvent> events = new ArrayList<>();
        for (StoredWebhook webhook : spool.webhooksAfter(Optional.empty(), 1000).items()) {
            if (webhook.source().equals(ReportVendor.ID)) {
                ReportVendor vendor = new ReportVendor();
                events.addAll(vendor.normalizer(NormalizerSettings.defaultsFor(vendor))
                        .normalize(
                                webhook.body(),
                                new Provenance(
                                        webhook.webhook(),
                                        webhook.source(),
                                        webhook.received(),
                                        webhook.label(),
                                        webhook.headers(),
                                        webhook.bodySha256()))
                        .events());
            }
        }
        return events;
    }

    private static JsonNode numbers(OcsfEvent event) {
        return event.json().at("/unmapped/siem-bridge");
    }

    private static List<String> hoursOf(List<OcsfEvent> events, String source) {
        return events.stream()
                .filter(event -> numbers(event).path("source").asText().equals(source))
                .map(event -> numbers(event).path("hour").asText())
                .toList();
    }

    @Test
    void reportsAnHourWhenItIsOverAndTheSumsClose() throws Exception {
        spool.acceptReport(
                        TestWebhooks.verified("own", "own", "[]".getBytes(UTF_8), Optional.empty(), time.instant()),
                        List.of(),
                        TestTime.START)
                .join();
        receive("snyk", "one");
        receive("snyk", "two");
        receive("snyk", "two");
        spool.count("snyk", Measure.REJECTED, 3);
        spool.count("snyk", Measure.TOO_LARGE, 2);
        spool.count("snyk", Measure.FORBIDDEN, 5);
        deliver("archive", 1);
        spool.tidy();
        time.pass(HOUR);
        reporter.look();
        assertThat(events()).as("transactions of the hour may still end").isEmpty();
        time.pass(Duration.ofMinutes(1));
        reporter.look();
        List<OcsfEvent> events = events();
        assertThat(events)
                .extracting(event -> event.text("message").orElseThrow())
                .containsExactly(
                        "Source own, hour 2026-03-01T12:00:00Z: received 1 = accepted 1 + duplicate 0 + rejected 0 + refused 0",
                        "Source snyk, hour 2026-03-01T12:00:00Z: received 13 = accepted 2 + duplicate 1 + rejected 3 + refused 7",
                        "Source soda, hour 2026-03-01T12:00:00Z: received 0 = accepted 0 + duplicate 0 + rejected 0 + refused 0",
                        "Destination archive: owed 2 = delivered 1 + waiting 0 + dead 1 + discarded 0",
                        "Destination splunk: owed 2 = delivered 0 + waiting 2 + dead 0 + discarded 0");
        JsonNode snyk = numbers(events.get(1));
        assertThat(snyk.at("/refused_because/too_large").asInt()).isEqualTo(2);
        assertThat(snyk.at("/refused_because/forbidden").asInt()).isEqualTo(5);
        assertThat(snyk.at("/destinations/archive/delivered").asInt()).isEqualTo(1);
        assertThat(snyk.at("/destinations/archive/dead").asInt()).isEqualTo(1);
        OcsfValidator validator =
                new OcsfValidator(new ObjectMapper().readTree(OcsfEvent.class.getResource("/ocsf/ocsf-1.8.0.json")));
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(validator.problems(event.json())).isEmpty());
        assertThat(events).extracting(OcsfEvent::uid).doesNotHaveDuplicates();
        assertThat(events.get(0).timeMillis())
                .isEqualTo(TestTime.START.plus(HOUR).toEpochMilli());
    }

    @Test
    void aReportIsAWebhookThatIsDeliveredAndCountedInTheNext() throws Exception {
        time.pass(HOUR.plusMinutes(2));
        reporter.look();
        deliver("archive", 0);
        deliver("splunk", 0);
        assertThat(spool.webhook(spool.webhooksAfter(Optional.empty(), 1)
                                .items()
                                .get(0)
                                .webhook())
                        .orElseThrow()
                        .deliveries())
                .allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED)
                .hasSize(2);
        time.pass(HOUR);
        reporter.look();
        assertThat(events())
                .extracting(event -> event.text("message").orElseThrow())
                .contains(
                        "Source siem-bridge, hour 2026-03-01T13:00:00Z: received 1 = accepted 1 + duplicate 0 + rejected 0 + refused 0");
    }

    @Test
    void aRestartNeitherSkipsNorRepeatsAnHour() throws Exception {
        receive("snyk", "one");
        time.pass(HOUR.plusMinutes(2));
        reporter.look();
        reporter.look();
        restart();
        reporter.look();
        receive("snyk", "two");
        deliver("archive", 0);
        deliver("splunk", 0);
        time.pass(Duration.ofHours(5));
        restart();
        // By now retention has removed the first report, which was delivered long ago.
        spool.tidy();
        reporter.look();
        restart();
        reporter.look();
        assertThat(hoursOf(events(), "snyk")).containsExactly("2026-03-01T13:00:00Z", "2026-03-01T17:00:00Z");
        assertThat(spool.reportedUntil()).contains(Instant.parse("2026-03-01T18:00:00Z"));
    }

    @Test
    void theSameHourHasTheSameUidWhateverElseIsReported() throws Exception {
        receive("snyk", "one");
        time.pass(HOUR.plusMinutes(2));
        reporter.look();
        String uid = events().get(0).uid();
        // A clock that was far ahead has left its mark, and the hour is reported once more.
        spool.acceptReport(
                        TestWebhooks.verified("soda", "soda", "[]".getBytes(UTF_8), Optional.empty(), time.instant()),
                        List.of(),
                        time.instant().plus(Duration.ofDays(400)))
                .join();
        receive("snyk", "two");
        restart();
        reporter.look();
        List<OcsfEvent> events = events();
        assertThat(hoursOf(events, "snyk")).containsExactly("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z");
        assertThat(events.stream().filter(event -> event.uid().equals(uid))).hasSize(2);
        Reporter other = new Reporter(spool, time, "bridge-2", () -> wanted);
        time.pass(HOUR);
        reporter.look();
        spool.acceptReport(
                        TestWebhooks.verified("soda", "soda", "{}".getBytes(UTF_8), Optional.empty(), time.instant()),
                        List.of(),
                        TestTime.START.plus(HOUR))
                .join();
        other.look();
        assertThat(events().stream()
                        .filter(event -> numbers(event).path("source").asText().equals("snyk"))
                        .filter(event -> numbers(event).path("hour").asText().startsWith("2026-03-01T13"))
                        .map(OcsfEvent::uid))
                .as("of two bridges")
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void nothingIsReportedUnlessWantedAndNotEverythingAfterwards() throws Exception {
        wanted = new Reporter.Wanted(Set.of("snyk"), List.of());
        receive("snyk", "one");
        time.pass(HOUR.plusMinutes(2));
        reporter.look();
        assertThat(events()).isEmpty();
        receive("snyk", "two");
        time.pass(HOUR);
        wanted = new Reporter.Wanted(Set.of("snyk"), List.of("archive"));
        reporter.look();
        assertThat(hoursOf(events(), "snyk")).containsExactly("2026-03-01T13:00:00Z");
    }
}
