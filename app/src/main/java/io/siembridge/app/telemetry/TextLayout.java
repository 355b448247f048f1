package io.siembridge.app.telemetry;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import net.logstash.logback.argument.StructuredArgument;

/** One short line for a person: time, level, sentence, then the fields. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final ThrowableProxyConverter throwables = new ThrowableProxyConverter();

    @Override
    public void start() {
        throwables.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(120)
                .append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp()).atZone(ZoneId.systemDefault())))
                .append(' ')
                .append(String.format("%-5s", event.getLevel()))
                .append(' ')
                .append(event.getFormattedMessage());
        Object[] arguments = event.getArgumentArray();
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            if (argument instanceof StructuredArgument) {
                line.append(' ').append(argument);
            }
        }
        return harmless(line)
                + System.lineSeparator()
                + (event.getThrowableProxy() == null ? "" : throwables.convert(event));
    }

    /** Control characters would write to the operator's terminal; they are shown as question marks. */
    private static String harmless(StringBuilder line) {
        return line.toString().replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
