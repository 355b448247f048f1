package io.siembridge.app.telemetry;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import net.logstash.logback.argument.StructuredArgument;

/** One short line for a person: time, level, sentence, then the fields. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /** C0 and C1 controls, format characters such as bidirectional overrides, and Unicode's own line breaks. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

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
        StringBuilder text = new StringBuilder(harmless(line)).append(System.lineSeparator());
        if (event.getThrowableProxy() != null) {
            // Indented, so that no line of a message can pass for a line of the log.
            throwables
                    .convert(event)
                    .lines()
                    .forEach(each -> text.append("    ")
                            .append(harmless(each.replace('\t', ' ')))
                            .append(System.lineSeparator()));
        }
        return text.toString();
    }

    /** Control and direction characters would act on the operator's terminal; they are shown as question marks. */
    private static String harmless(CharSequence line) {
        return UNPRINTABLE.matcher(line).replaceAll("?");
    }
}
