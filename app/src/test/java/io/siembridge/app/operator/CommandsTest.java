package io.siembridge.app.operator;

import static io.restassured.RestAssured.given;
import static io.siembridge.app.spool.DeliveryState.DEAD;
import static io.siembridge.app.spool.DeliveryState.DELIVERED;
import static io.siembridge.app.spool.DeliveryState.DISCARDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siembridge.app.Main;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.Problems.Problem;
import io.siembridge.app.destination.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a running bridge, each as a process of its own: what they print and what they exit with. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
    @TempDir
    private Path folder;

    private OperatorStage stage;
    private String webhook;

    @BeforeAll
    void start() throws Exception {
        stage = new OperatorStage();
        stage.qradar.answer(Outcome.rejected("no such \u001b[31mindex"));
        webhook = stage.sendAndAwait("snyk/new-vulnerability", DELIVERED, DEAD);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    /** What a process printed and ended with. */
    private record Ended(int code, String out, String err) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(out);
        }
    }

    private Ended run(String... arguments) throws Exception {
        return runAs(OperatorStage.TOKEN, stage.url(""), arguments);
    }

    private static ProcessBuilder process(String token, String admin, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--admin", admin));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("SIEM_BRIDGE_ADMIN_TOKEN", token, "COLUMNS", "100"));
        return builder;
    }

    private Ended runAs(String token, String admin, String... arguments) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = process(token, admin, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    @Test
    void answersWhetherAWebhookArrivedAndWhyNot() throws Exception {
        Ended list = run("webhooks", "--state", "dead");
        assertThat(list.code()).isZero();
        assertThat(list.out()).contains(webhook, "qradar dead", "splunk delivered");
        assertThat(list.out().lines()).allMatch(line -> line.length() <= 100);
        Ended show = run("webhooks", "show", webhook);
        assertThat(show.code()).isZero();
        assertThat(show.out())
                .contains("qradar: dead", "no such \\u001b[31mindex", "Vulnerability Finding")
                .doesNotContain("\u001b");
        assertThat(run("webhooks", "show", "01NONE").code()).isEqualTo(1);
    }

    @Test
    void showsWhatADestinationIsSent() throws Exception {
        Ended sent = run("webhooks", "show", webhook, "--sent-to", "splunk");
        assertThat(sent.code()).isZero();
        assertThat(sent.json().path("class_name").asText()).isEqualTo("Vulnerability Finding");
        assertThat(run("webhooks", "show", webhook, "--sent-to", "splunk", "--json")
                        .json()
                        .path("events")
                        .asInt())
                .isEqualTo(1);
        Ended nowhere = run("webhooks", "show", webhook, "--sent-to", "splunkk");
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err()).contains("did you mean splunk?");
    }

    @Test
    void saysWhyAWebhookIsStillWaitingAndHowToSendItAgain() throws Exception {
        stage.workers.get("splunk").pause();
        String waiting = stage.send("soveren/anomaly-detected");
        Ended show = run("webhooks", "show", waiting);
        assertThat(show.out())
                .contains("splunk: waiting", "because splunk is paused by an operator", "replay --webhook " + waiting);
        stage.workers.get("splunk").resume();
        stage.awaitStates(waiting, DELIVERED, DEAD);
        assertThat(run("webhooks", "show", waiting).out()).doesNotContain("because");
    }

    @Test
    void discardsAllOfASourceWhenAskedInSoManyWords() throws Exception {
        String first = stage.sendAndAwait("wallarm/administration", DELIVERED, DEAD);
        String second = stage.sendAndAwait("wallarm/attack-triggers", DELIVERED, DEAD);
        assertThat(run("dead-letters", "discard").code()).isEqualTo(2);
        assertThat(run("dead-letters", "discard", "--source", "wallarm").code()).isEqualTo(2);
        assertThat(run("dead-letters", "discard", "1", "--all").code()).isEqualTo(2);
        Ended all = run("dead-letters", "discard", "--all", "--source", "wallarm", "--destination", "qradar");
        assertThat(all.code()).isZero();
        assertThat(all.out()).matches("discarded (\\d+) of \\1\\R");
        stage.awaitStates(first, DELIVERED, DISCARDED);
        stage.awaitStates(second, DELIVERED, DISCARDED);
        stage.awaitStates(webhook, DELIVERED, DEAD);
    }

    @Test
    void pausesADestinationAndResumesIt() throws Exception {
        Ended paused = run("pause", "qradar");
        assertThat(paused.code()).isZero();
        assertThat(paused.out()).startsWith("qradar is paused by an operator");
        assertThat(stage.workers.get("qradar").isHeld()).isTrue();
        Ended resumed = run("resume", "qradar", "splunk");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.out()).contains("splunk is up");
        assertThat(stage.workers.get("qradar").isHeld()).isFalse();
        assertThat(run("pause", "quadar").code()).isEqualTo(1);
    }

    @Test
    void saysOfADestinationThatIsTriedAgainThatItsFaultIsAnOldOne() throws Exception {
        stage.splunk.answer(Outcome.paused("the token is disabled"));
        String waiting = stage.send("wallarm/hit-blocked");
        await().until(() -> stage.workers.get("splunk").status().state().equals("paused"));
        Ended resumed = run("resume", "splunk");
        assertThat(resumed.out())
                .isEqualToIgnoringNewLines(
                        "tried again at once; until now: splunk needs a person: the token is disabled");
        stage.splunk.answer(Outcome.accepted());
        stage.workers.get("splunk").resume();
        stage.awaitStates(waiting, DELIVERED, DEAD);
    }

    @Test
    void givesUpWhatWaitsOnlyWhenToldSo() throws Exception {
        String owed = stage.owe("gone");
        assertThat(run("discard", "gone").code()).isEqualTo(2);
        Ended dry = run("discard", "gone", "--dry-run");
        assertThat(dry.code()).isZero();
        assertThat(dry.out()).isEqualToIgnoringNewLines("1 delivery to gone would be given up");
        assertThat(run("discard", "gone", "--yes", "--json")
                        .json()
                        .path("deliveries")
                        .asInt())
                .isEqualTo(1);
        stage.awaitStates(owed, DISCARDED);
        assertThat(run("discard", "quadar", "--yes").err()).contains("qradar");
        Ended audit = run("audit", "--limit", "1");
        assertThat(audit.code()).isZero();
        assertThat(audit.out()).contains("token from 127.0.0.1", "discard", "1 deliveries that waited for gone");
    }

    @Test
    void showsTheBooksByTheHour() throws Exception {
        given().header("X-Hub-Signature", "sha256=00")
                .header("Content-Encoding", "br")
                .body("{}".getBytes(UTF_8))
                .post(stage.webhookUrl("snyk"));
        // Refusals are written by the next commit.
        stage.spool.tidy();
        Ended ledger = run("ledger");
        assertThat(ledger.code()).isZero();
        assertThat(ledger.out()).contains("RECEIVED", "+ REFUSED", "snyk", "1 compressed, but not with gzip (415)");
        assertThat(ledger.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(run("ledger", "--json").json().path("entries").size()).isPositive();
        assertThat(run("ledger", "--since", "3h", "--until", "2h").err()).contains("Nothing was received");
        Ended refused = run("webhooks", "refused", "snyk");
        assertThat(refused.err()).contains("snyk: refused otherwise in the last day: 1 compressed");
    }

    @Test
    void explainsWhatWasRefused() throws Exception {
        given().header("X-Hub-Signature", "sha256=00").body("{}").post(stage.webhookUrl("snyk"));
        Ended refused = run("webhooks", "refused", "snyk");
        assertThat(refused.code()).isZero();
        assertThat(refused.out()).contains("snyk, from 127.0.0.1", "Refused because", "another secret");
        assertThat(run("webhooks", "refused", "--json").json().path("snyk").size())
                .isPositive();
        assertThat(run("webhooks", "refused", "soveren").err()).contains("Nothing was refused");
        assertThat(run("webhooks", "refused", "--source", "soveren").err()).contains("Nothing was refused");
        assertThat(run("webhooks", "refused", "snik").code()).isEqualTo(1);
    }

    @Test
    void helpsOnWhenNothingFits() throws Exception {
        Ended none = run("webhooks", "--source", "snik");
        assertThat(none.code()).isZero();
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("No webhook fits", "webhooks refused", "did you mean snyk?");
    }

    @Test
    void tablesFitTheTerminalThatIsThere() throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeTrue(Files.isExecutable(script), "no script(1) to make a terminal with");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        script.toString(),
                        "-qec",
                        "stty cols 60 && exec " + java + " -cp \"$THE_PATH\" " + Main.class.getName()
                                + " webhooks --admin " + stage.url(""),
                        "/dev/null")
                .redirectErrorStream(true);
        builder.environment().remove("COLUMNS");
        builder.environment()
                .putAll(Map.of(
                        "SIEM_BRIDGE_ADMIN_TOKEN",
                        OperatorStage.TOKEN,
                        "THE_PATH",
                        System.getProperty("java.class.path")));
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).contains(webhook);
        assertThat(out.lines()).allMatch(line -> line.strip().length() <= 60);
    }

    @Test
    void showsTheStateOfThings() throws Exception {
        stage.concerns = List.of("Something is odd");
        Ended status = run("status");
        assertThat(status.code()).isZero();
        assertThat(status.out())
                .contains(
                        "taking webhooks", "snyk", "qradar", "see siem-bridge dead-letters", "note: Something is odd");
        assertThat(status.out().lines()).allMatch(line -> line.length() <= 100);
        Ended json = run("status", "--json");
        assertThat(json.json().path("version").asText()).isEqualTo("9.9.9");
    }

    @Test
    void replaysAndDiscards() throws Exception {
        Ended dry = run("replay", "--webhook", webhook, "--dry-run", "--json");
        assertThat(dry.json().path("deliveries").asInt()).isEqualTo(2);
        assertThat(run("replay", "--webhook", webhook, "--destination", "splunk", "--wait")
                        .code())
                .isZero();
        stage.sendAndAwait("soveren/new-data-type", DELIVERED, DEAD);
        int id = run("dead-letters", "--source", "soveren", "--json")
                .json()
                .at("/dead_letters/0/id")
                .asInt();
        Ended discarded = run("dead-letters", "discard", Integer.toString(id));
        assertThat(discarded.code()).isZero();
        assertThat(run("dead-letters", "discard", Integer.toString(id)).code()).isEqualTo(1);
    }

    @Test
    void aReplayFollowsTheWebhooksThatWereNamedAndSaysWhatTheyWaitFor() throws Exception {
        stage.workers.get("splunk").pause();
        String other = stage.send("wallarm/hit-2021");
        Ended toQradar = run("replay", "--webhook", webhook, "--destination", "qradar", "--wait");
        assertThat(toQradar.code()).isEqualTo(1);
        assertThat(toQradar.err())
                .as("what waits for another destination is none of it")
                .contains("dead letters: 1")
                .doesNotContain("still waiting");
        Ended toSplunk = run("replay", "--webhook", webhook, "--wait", "--timeout", "1");
        assertThat(toSplunk.code()).isEqualTo(1);
        assertThat(toSplunk.err()).contains("still waiting: splunk is paused by an operator");
        stage.workers.get("splunk").resume();
        stage.awaitStates(other, DELIVERED, DEAD);
        stage.awaitStates(webhook, DELIVERED, DEAD);
    }

    @Test
    void tailsFromACursorAndEndsWhenAsked() throws Exception {
        Ended tail = run("tail", "--after", "0", "--count", "1", "--json");
        assertThat(tail.code()).isZero();
        assertThat(tail.json().at("/metadata/log_name").asText()).isEqualTo("snyk");
        Ended raw = run("tail", "--after", "0", "--count", "1", "--raw", "--json");
        assertThat(raw.json().path("webhook").asText()).isEqualTo(webhook);
    }

    @Test
    void tailEndsWhenNobodyReadsIt() throws Exception {
        Process tail = process(OperatorStage.TOKEN, stage.url(""), "tail", "--after", "0")
                .start();
        try {
            tail.getInputStream().close();
            assertThat(tail.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(tail.exitValue()).isZero();
        } finally {
            tail.destroyForcibly();
        }
    }

    @Test
    void exitsWithTwoWhenUsedWrongly() throws Exception {
        assertThat(run("replay").code()).isEqualTo(2);
        assertThat(run("webhooks", "--limit", "5000").code()).isEqualTo(2);
        Ended misplaced = run("webhooks", "--json", "show", webhook);
        assertThat(misplaced.code()).isEqualTo(2);
        assertThat(misplaced.err()).contains("--json", "after show");
        Ended unknown = run("webhooks", webhook);
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains(webhook, "--help", "show").hasLineCount(2);
        Ended wrongToken = runAs("wrong", stage.url(""), "status");
        assertThat(wrongToken.code()).isEqualTo(2);
        assertThat(wrongToken.err()).contains("SIEM_BRIDGE_ADMIN_TOKEN").doesNotContain("wrong,");
    }

    @Test
    void exitsWithOneWhenNoBridgeAnswers() throws Exception {
        Ended nobody = runAs(OperatorStage.TOKEN, "http://127.0.0.1:9", "status");
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.err())
                .contains("No bridge answers at http://127.0.0.1:9")
                .doesNotContain("\tat ");
    }

    @Test
    void reloadsAndExitsWithTwoForAFaultyConfiguration() throws Exception {
        stage.reload = () -> new Reload(List.of("source snyk changed"), List.of("server"), List.of());
        Ended good = run("reload");
        assertThat(good.code()).isZero();
        assertThat(good.out()).contains("source snyk changed", "needs a restart: server");
        stage.reload = () -> {
            throw new ConfigException("bridge.yaml", List.of(new Problem("sources.snyk", 3, "is wrong")));
        };
        Ended faulty = run("reload");
        assertThat(faulty.code()).isEqualTo(2);
        assertThat(faulty.err()).contains("bridge.yaml has a fault", "line 3, sources.snyk: is wrong");
    }

    @Test
    void backsUpARunningSpool() throws Exception {
        Path copy = folder.resolve("copy.db");
        assertThat(run("spool", "check").code()).isZero();
        assertThat(run("spool", "backup", copy.toString()).code()).isZero();
        assertThat(copy).exists();
        assertThat(run("spool", "backup", copy.toString()).code()).isEqualTo(1);
    }
}
