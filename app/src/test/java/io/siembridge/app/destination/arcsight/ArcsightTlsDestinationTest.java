package io.siembridge.app.destination.arcsight;

import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.syslog.TlsSyslogContract;
import java.util.regex.Pattern;

final class ArcsightTlsDestinationTest extends TlsSyslogContract {
    @Override
    protected DestinationType type() {
        return new ArcsightType();
    }

    @Override
    protected Pattern uid() {
        return Pattern.compile(" externalId=([^ ]+)");
    }
}
