package io.siembridge.app.telemetry;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Row 27: what comes from outside stays on its line of the log, and does nothing to the terminal it is shown on. */
class Row27LogForgingTest {
    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();

    private static LoggingEvent event(String hostile, @Nullable Throwable failure) {
        Logger logger = CONTEXT.getLogger("io.siembridge.test");
        Object[] arguments = {hostile, kv(LogFields.SENDER, hostile), kv(LogFields.REASON, hostile)};
        return new LoggingEvent("test", logger, Level.WARN, "Webhook refused: {}", failure, arguments);
    }

    private static String text(LoggingEvent event) {
        TextLayout layout = new TextLayout();
        layout.start();
        return layout.doLayout(event);
    }

    private static String json(LoggingEvent event) {
        Encoder<ch.qos.logback.classic.spi.ILoggingEvent> encoder = LogSetup.json(CONTEXT);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\n12:00:00.000 INFO  Webhook stored",
                "a\nb",
                "a\rb",
                "a\u0085b",
                "a\u2028b\u2029c",
                "\u001b[2J\u001b]0;title\u0007",
                "\u009b31m",
                "\u202ereversed\u2066",
                "a\0b",
                "\"},{\"level\":\"ERROR\""
            })
    void staysOnItsLineInBothLayouts(String hostile) throws Exception {
        String text = text(event(hostile, null));
        assertThat(text).endsWith(System.lineSeparator());
        assertHarmless(text.substring(0, text.length() - System.lineSeparator().length()));

        String json = json(event(hostile, null));
        assertThat(json).endsWith("\n");
        assertHarmless(json.stripTrailing());
        JsonNode read = new JsonMapper().readTree(json);
        assertThat(read.get("sender").textValue()).isEqualTo(hostile);
        assertThat(read.get("level").textValue()).isEqualTo("WARN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\n12:00:00.000 ERROR Forged", "x\r\n12:00:00.000 ERROR Forged", "x\u001b[1A\u009b2K"})
    void noLineOfAStackTraceCanPassForALineOfTheLog(String hostile) {
        Exception failure = new IllegalStateException(hostile, new IllegalArgumentException(hostile));
        List<String> lines = text(event("fine", failure)).lines().toList();
        assertThat(lines).hasSizeGreaterThan(2);
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("    "));
        lines.forEach(Row27LogForgingTest::assertHarmless);
        assertHarmless(json(event("fine", failure)).stripTrailing());
    }

    private static void assertHarmless(String line) {
        assertThat(line.codePoints()
                        .filter(each -> Character.isISOControl(each)
                                || Character.getType(each) == Character.FORMAT
                                || each == 0x2028
                                || each == 0x2029))
                .as(line)
                .isEmpty();
    }
}
