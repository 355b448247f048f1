package io.siembridge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.bridge.RunningBridge;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is typed wrongly is explained, and never by a stack trace. */
class UsageTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "health --admin localhost:8081",
                "health --admin ftp://127.0.0.1/",
                "send --source snyk --sample snyk/ping --url 127.0.0.1",
                "send --source snyk --sample snyk/ping --url http:///webhooks",
                "send --source snyk --payload %s --header X",
                "send --source snyk --payload %s --header X(y):z",
            })
    void explainsWhatCannotBeCalledOrSent(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "s3cret");
        assertThat(run(line.formatted(file) + (line.startsWith("send") ? " --secret file:" + file : "")))
                .isEqualTo(2);
        assertThat(err.toString()).doesNotContain("Exception", "\tat ").isNotBlank();
    }

    @Test
    void saysWhyAHostWithAnUnderscoreCannotBeCalled() {
        assertThat(run("health --admin http://siem_bridge:8081")).isEqualTo(2);
        assertThat(err.toString()).contains("'_' in its name", "alias");
    }

    @Test
    void doesNotPrintASecretThatNoHeaderCanCarry() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "c4nary\r\nX: y");
        String line =
                "send --source wallarm --url http://127.0.0.1:9/ --payload " + secret + " --secret file:" + secret;
        assertThat(run(line)).isEqualTo(1);
        assertThat(out.toString() + err).contains("not sent").doesNotContain("c4nary", "Exception");
    }

    @Test
    void looksForAPayloadThatIsNotThere() {
        assertThat(run("normalize --vendor snyk " + folder.resolve("none"))).isEqualTo(1);
        assertThat(err.toString()).contains("There is no payload file").doesNotContain("Exception");
    }

    /** Opening a store makes one, and an empty one is sound. */
    @ParameterizedTest
    @ValueSource(strings = {"spool check", "spool backup copy.db"})
    void doesNotMakeAStoreToLookAt(String command) throws Exception {
        Path config = folder.resolve("bridge.yaml");
        Files.writeString(
                config, RunningBridge.yaml(folder, "", "", "  a: {type: file, path: \"" + folder + "/out\"}\n"));
        assertThat(run(command + " --config " + config)).isEqualTo(1);
        assertThat(err.toString()).contains("There is no store").contains("spool.db");
        assertThat(folder.resolve("spool.db")).doesNotExist();
    }

    @Test
    void saysThatServeWouldNotStartWithTheCertificateThatIsThere() throws Exception {
        Path config = folder.resolve("bridge.yaml");
        Files.writeString(
                config,
                RunningBridge.yaml(
                        folder,
                        ", tls: {certificate: none.crt, key: none.key}",
                        "",
                        "  a: {type: file, path: \"" + folder + "/out\"}\n"));
        assertThat(run("validate --config " + config)).isZero();
        assertThat(out.toString()).contains("note: server.tls:", "none.crt");
        assertThat(run("validate --probe --config " + config)).isEqualTo(1);
    }

    @Test
    void listsAndShowsSamplesAndNormalizesOne() throws Exception {
        assertThat(run("samples list")).isZero();
        assertThat(out.toString()).contains("snyk/ping", "wallarm/", "soda/", "soveren/");
        out.getBuffer().setLength(0);
        assertThat(run("samples show snyk/ping")).isZero();
        assertThat(out.toString()).contains("webhookId");
        assertThat(run("samples show snyk/pong")).isEqualTo(2);
        Path payload = Files.writeString(folder.resolve("payload.json"), "{\"title\": \"hello\", \"newThing\": 1}\n");
        // Events go to standard output as bytes; what is said about them is beside it.
        assertThat(run("normalize --vendor soveren " + payload)).isZero();
        assertThat(err.toString()).contains("payload.json has an unknown field: newThing");
    }

    @Test
    void completesEveryCommand() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("dead-letters", "refused", "--destination", "resume");
    }

    @Test
    void showsTheHelpToWhoSaysNothing() {
        CommandLine commandLine = BridgeCommand.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        assertThat(commandLine.execute()).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: siem-bridge", "Runs the bridge.");
    }

    private int run(String line) {
        CommandLine commandLine = BridgeCommand.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = commandLine.execute(line.split(" "));
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return status;
    }
}
