package io.siembridge.app.destination.qradar;

import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.syslog.TcpSyslogContract;
import java.util.regex.Pattern;

final class QradarDestinationTest extends TcpSyslogContract {
    @Override
    protected DestinationType type() {
        return new QradarType();
    }

    @Override
    protected Pattern uid() {
        return Pattern.compile("\\^ocsfUid=([^^]+)");
    }
}
