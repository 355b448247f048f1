package io.siembridge.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.siembridge.app.config.ConfigReader;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.sender.Receiver;
import io.siembridge.app.source.AnswerHistory;
import io.siembridge.app.source.KeyUse;
import io.siembridge.app.source.SourceConfig;
import io.siembridge.app.spool.InMemorySpool;
import io.siembridge.app.telemetry.BridgeMetrics;
import io.siembridge.app.verifier.TestWebhooks;
import io.siembridge.normalizers.Vendors;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is noticed, on a clock of the test's own. */
class WatchTest {
    private static final String VENDOR = "34.102.90.100";
    private static final String STRANGER = "203.0.113.9";

    private final Logger logger = (Logger) LoggerFactory.getLogger(Concerns.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final BridgeMetrics metrics = new BridgeMetrics();
    private Instant now = Instant.parse("2026-03-01T00:30:00Z");
    private AnswerHistory answers = new AnswerHistory(() -> now);
    private KeyUse keyUse = new KeyUse();
    private InMemorySpool spool = new InMemorySpool(() -> now);
    private Map<String, SourceConfig> sources = new HashMap<>();
    private Watch watch = watch();
    private int stored;

    private Watch watch() {
        return new Watch(
                () -> sources,
                answers,
                keyUse,
                spool,
                metrics,
                () -> now,
                source -> new Receiver(URI.create("http://127.0.0.1:9/"), Optional.empty()));
    }

    /** Another process with the same spool. */
    private void restartAfter(Duration stop) {
        watch.close();
        now = now.plus(stop);
        answers = new AnswerHistory(() -> now);
        watch = watch();
        watch.recall();
    }

    private void read(String yaml) throws Exception {
        sources.putAll(new ConfigReader(name -> Optional.empty())
                .read(yaml, Path.of(""), ValueTypes.named(SourceConfig.section(Vendors.all()))));
    }

    @BeforeEach
    void start() throws Exception {
        read("wallarm: {vendor: wallarm, token: {values: [\"token-of-wallarm\"]}}");
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        watch.close();
        spool.close();
    }

    private void answered(String sender, int good, int bad) {
        for (int i = 0; i < good + bad; i++) {
            answers.answered("wallarm", sender, i < good);
        }
    }

    private List<String> logged(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private String metric(String name) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("siem_bridge_" + name + "{source=\"wallarm\"}"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("absent");
    }

    @Test
    void warnsOnceWhenHalfOfTheFailuresHaveHappenedThatTheVendorPutsUpWith() {
        answers.authentic("wallarm", VENDOR);
        answered(VENDOR, 71, 29);
        watch.look();
        assertThat(watch.concerns()).isEmpty();
        answered(VENDOR, 0, 2);
        watch.look();
        assertThat(watch.concerns())
                .containsExactly("Source wallarm: 31 of 102 webhooks in 12 hours got no 2xx in time (30 %)."
                        + " Wallarm switches an integration off at 60 % in 12 hours");
        assertThat(metric("vendor_failure_ratio")).startsWith("0.30");
        assertThat(metric("vendor_failure_limit")).isEqualTo("0.6");
        answered(VENDOR, 3, 0);
        watch.look();
        watch.look();
        assertThat(logged(Level.WARN))
                .as("a share around the limit is one warning")
                .hasSize(1);
    }

    @Test
    void forgetsFailuresAlsoAfterTheClockHadJumpedAheadForAMoment() {
        answers.authentic("wallarm", VENDOR);
        now = now.plus(Duration.ofDays(365));
        answered(VENDOR, 1, 0);
        now = now.minus(Duration.ofDays(365));
        answered(VENDOR, 0, 10);
        now = now.plus(Duration.ofHours(12)).plusSeconds(601);
        answered(VENDOR, 1, 0);
        assertThat(answers.over("wallarm", Duration.ofHours(12))).isEqualTo(new AnswerHistory.Count(1, 0));
    }

    @Test
    void isCalmAgainWhenTheFailuresAreOlderThanTheVendorCounts() {
        answers.authentic("wallarm", VENDOR);
        answered(VENDOR, 0, 10);
        watch.look();
        assertThat(watch.concerns()).hasSize(1);
        now = now.plus(Duration.ofHours(12)).plusSeconds(601);
        answered(VENDOR, 1, 0);
        watch.look();
        assertThat(watch.concerns()).isEmpty();
        assertThat(logged(Level.INFO)).containsExactly("No longer: the vendor gets errors");
    }

    @Test
    void aRestartForgetsNeitherTheFailuresNorWhoIsTheVendor() {
        watch.recall();
        answers.authentic("wallarm", VENDOR);
        answered(VENDOR, 10, 4);
        restartAfter(Duration.ofMinutes(1));
        answered(VENDOR, 0, 1);
        answered(STRANGER, 0, 100);
        restartAfter(Duration.ofHours(2));
        answered(VENDOR, 0, 1);
        watch.look();
        assertThat(watch.concerns())
                .containsExactly("Source wallarm: 6 of 16 webhooks in 12 hours got no 2xx in time (38 %)."
                        + " Wallarm switches an integration off at 60 % in 12 hours");
    }

    @Test
    void aBridgeThatNeverCameUpForgetsNothingOfTheOneBefore() {
        watch.recall();
        answers.authentic("wallarm", VENDOR);
        answered(VENDOR, 0, 10);
        watch.close();
        answers = new AnswerHistory(() -> now);
        watch = watch();
        restartAfter(Duration.ofMinutes(1));
        watch.look();
        assertThat(watch.concerns()).hasSize(1);
    }

    @Test
    void remembersWhenAKeyLastVerifiedForAsLongAsTheKeysAreTheSame() throws Exception {
        watch.recall();
        Instant used = now;
        keyUse.verified("wallarm", "1", used);
        keyUse = new KeyUse();
        restartAfter(Duration.ofDays(3));
        assertThat(keyUse.last("wallarm", 1)).contains(used);
        assertThat(metrics.scrape())
                .contains("siem_bridge_signature_last_verified_seconds{key=\"1\",source=\"wallarm\"}");
        watch.close();
        keyUse = new KeyUse();
        read("wallarm: {vendor: wallarm, token: {values: [\"a-newer-token\", \"token-of-wallarm\"]}}");
        watch = watch();
        watch.recall();
        assertThat(keyUse.last("wallarm", 1)).as("of another key").isEmpty();
    }

    @Test
    void whatIsWrittenForTheNextProcessIsNotWrittenForEachAnswer() {
        Recollection recollection = new Recollection(spool, answers, () -> now);
        recollection.recall();
        answers.authentic("wallarm", VENDOR);
        recollection.keep(Set.of("wallarm"));
        int before = spool.memosWritten();
        answered(VENDOR, 500, 500);
        recollection.keep(Set.of("wallarm"));
        recollection.keep(Set.of("wallarm"));
        answered(STRANGER, 500, 500);
        recollection.keep(Set.of("wallarm"));
        assertThat(spool.memosWritten() - before).isEqualTo(1);
    }

    @Test
    void strangersNeitherRaiseAnAlarmNorHideOne() {
        answered(STRANGER, 0, 1_000);
        watch.look();
        assertThat(watch.concerns()).isEmpty();
        answers.authentic("wallarm", VENDOR);
        answered(STRANGER, 1_000, 1_000);
        answered(VENDOR, 1, 9);
        assertThat(answers.over("wallarm", Duration.ofHours(12))).isEqualTo(new AnswerHistory.Count(10, 9));
    }

    @Test
    void forgetsASourceThatIsGone() {
        answers.authentic("wallarm", VENDOR);
        answered(VENDOR, 0, 10);
        watch.look();
        sources.clear();
        watch.look();
        assertThat(watch.concerns()).isEmpty();
    }

    private void store() {
        byte[] body = ("{\"n\":" + stored++ + "}").getBytes(StandardCharsets.UTF_8);
        spool.accept(TestWebhooks.verified("wallarm", "wallarm", body, Optional.empty(), now), List.of())
                .join();
    }

    /** A webhook every three hours, with one pause of nine. */
    private void twoWeeks() {
        for (int i = 0; i < 112; i++) {
            store();
            now = now.plus(Duration.ofHours(i == 60 ? 9 : 3));
        }
        now = now.minus(Duration.ofHours(3));
    }

    @Test
    void warnsWhenASourceIsSilentForTwiceItsLongestPause() {
        twoWeeks();
        now = now.plus(Duration.ofHours(17));
        watch.look();
        assertThat(watch.concerns()).isEmpty();
        assertThat(metric("source_silent")).isEqualTo("0.0");
        now = now.plus(Duration.ofHours(2));
        watch.look();
        watch.look();
        assertThat(watch.concerns())
                .containsExactly(
                        "Source wallarm has sent nothing for 19 hours; in the last two weeks it was never silent"
                                + " for more than 9 hours");
        assertThat(metric("source_silent")).isEqualTo("1.0");
        assertThat(logged(Level.WARN)).hasSize(1);
        store();
        watch.look();
        assertThat(watch.concerns()).isEmpty();
    }

    @Test
    void aSourceIsNotSilentWhileTheBridgeIsDown() {
        watch.recall();
        twoWeeks();
        restartAfter(Duration.ofHours(40));
        watch.look();
        assertThat(watch.concerns()).as("nothing could come").isEmpty();
        restartAfter(Duration.ofSeconds(5));
        watch.look();
        assertThat(watch.concerns()).as("nor by another restart").isEmpty();
        now = now.plus(Duration.ofHours(19));
        watch.look();
        assertThat(watch.concerns()).hasSize(1);
    }

    @Test
    void aShortStopDoesNotHideThatASourceIsSilent() {
        watch.recall();
        twoWeeks();
        now = now.plus(Duration.ofHours(17));
        restartAfter(Duration.ofMinutes(1));
        now = now.plus(Duration.ofHours(2));
        watch.look();
        assertThat(watch.concerns()).hasSize(1);
    }

    @Test
    void saysNothingOfTheSilenceOfASourceItHardlyKnows() {
        for (int i = 0; i < 30; i++) {
            store();
            now = now.plus(Duration.ofHours(2));
        }
        now = now.plus(Duration.ofHours(9));
        watch.look();
        assertThat(watch.concerns()).as("known for less than three days").isEmpty();
    }

    @Test
    void warnsWhenNotEvenTheCanaryOfASourceIsStored() throws Exception {
        store();
        now = now.plus(Duration.ofDays(1));
        sources.putAll(new ConfigReader(name -> Optional.empty())
                .read("""
                wallarm: {vendor: wallarm, token: {values: ["token-of-wallarm"]}, canary: 5m}
                """, Path.of(""), ValueTypes.named(SourceConfig.section(Vendors.all()))));
        watch.look();
        now = now.plus(Duration.ofMinutes(11));
        watch.look();
        assertThat(watch.concerns()).as("the first ones have their time").isEmpty();
        store();
        now = now.plus(Duration.ofMinutes(12));
        watch.look();
        assertThat(watch.concerns())
                .containsExactly("Source wallarm has stored nothing for 12 minutes, not even its own canary,"
                        + " which is due every 300 seconds");
        assertThat(metric("source_silent")).isEqualTo("1.0");
        store();
        watch.look();
        assertThat(watch.concerns()).isEmpty();
    }
}
