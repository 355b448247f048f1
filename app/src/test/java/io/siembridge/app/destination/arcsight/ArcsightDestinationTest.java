package io.siembridge.app.destination.arcsight;

import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.syslog.TcpSyslogContract;
import java.util.regex.Pattern;

final class ArcsightDestinationTest extends TcpSyslogContract {
    @Override
    protected DestinationType type() {
        return new ArcsightType();
    }

    @Override
    protected Pattern uid() {
        return Pattern.compile(" externalId=([^ ]+)");
    }
}
