package io.siembridge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.cli.BridgeCommand;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(180)
final class DemoTest {
    private final StringWriter out = new StringWriter();

    @Test
    void everySampleComesOutOfEveryDestination() throws Exception {
        assertThat(demo("--json")).isZero();
        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.path("good").booleanValue()).isTrue();
        assertThat(report.path("webhooks"))
                .hasSameSizeAs(new Samples(Vendors.all()).all())
                .allSatisfy(row -> assertThat(row.path("destinations"))
                        .hasSize(3)
                        .allSatisfy(cell -> assertThat(cell.textValue()).isIn("ok", "-")));
        assertThat(report.path("books")).hasSize(3).allSatisfy(books -> {
            assertThat(books.path("waiting").longValue()).isZero();
            assertThat(books.path("delivered").longValue()).isPositive();
        });
    }

    @Test
    void aRefusedTokenIsSeenInItsColumnAndInTheBooks() {
        assertThat(demo("--break", "refused_token")).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("(?m)^snyk +ping +yes +1 +MISSING +ok +ok ")
                .containsPattern("(?m)^splunk is paused: .+")
                .containsPattern("(?m)^splunk +owed (\\d+) = delivered 0 \\+ waiting \\1 ")
                .contains("NOT GOOD");
    }

    private int demo(String... options) {
        CommandLine line = BridgeCommand.commandLine("demo");
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(new StringWriter(), true));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "demo";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return line.execute(arguments);
    }
}
