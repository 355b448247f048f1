package io.siembridge.app.destination.qradar;

import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.syslog.TlsSyslogContract;
import java.util.regex.Pattern;

final class QradarTlsDestinationTest extends TlsSyslogContract {
    @Override
    protected DestinationType type() {
        return new QradarType();
    }

    @Override
    protected Pattern uid() {
        return Pattern.compile("\\^ocsfUid=([^^]+)");
    }
}
