package io.siembridge.app.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.logstash.logback.decorate.EscapeNonAsciiJsonFactoryDecorator;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs go to standard error: as JSON, one object a line, for programs; as short lines on a terminal, for people. Nothing
 * is read from a file or the network.
 */
public final class LogSetup {
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private LogSetup() {}

    /** How a line looks. */
    public enum Format {
        JSON,
        TEXT,
        /** Text on a terminal, else JSON. */
        AUTO
    }

    /** Replaces whatever was set up before. */
    public static void configure(Format format, Level level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        boolean text = format == Format.TEXT || (format == Format.AUTO && isTerminal());
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(text ? text(context) : json(context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("io.siembridge").setLevel(level);
    }

    static Encoder<ILoggingEvent> json(LoggerContext context) {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        // Else C1 controls and Unicode's own line breaks would go to a terminal, or to a line splitter, as they are.
        encoder.setJsonFactoryDecorator(new EscapeNonAsciiJsonFactoryDecorator());
        // There are none in the program; looking for them reads the whole class path.
        encoder.setFindAndRegisterJacksonModules(false);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        TextLayout layout = new TextLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private static boolean isTerminal() {
        try {
            return Files.readSymbolicLink(STDERR).startsWith("/dev/pts");
        } catch (IOException | UnsupportedOperationException notThisSystem) {
            return false;
        }
    }
}
