package io.siembridge.app.destination.arcsight;

import io.siembridge.app.config.Key;
import io.siembridge.app.config.Section;
import io.siembridge.app.config.ValueTypes;
import io.siembridge.app.destination.DestinationFactory;
import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.syslog.SyslogConfig;
import io.siembridge.app.destination.syslog.SyslogDestination;
import io.siembridge.app.destination.syslog.SyslogKeys;

/** {@code type: arcsight}: CEF over TCP, TLS or UDP, also for other SIEMs that read CEF. */
public final class ArcsightType implements DestinationType {
    private static final SyslogKeys KEYS = new SyslogKeys("{host}", 8 * 1024, 2 * 1024);

    private static final Key<Boolean> OCSF_JSON = Key.withDefault(
            "ocsf_json",
            ValueTypes.bool(),
            "false",
            "Whether events of up to 4000 characters also carry their whole OCSF JSON, in cs6.");

    @Override
    public String id() {
        return "arcsight";
    }

    @Override
    public Section<DestinationFactory> section() {
        return Section.of(ArcsightType::read, Section.join(KEYS.all(), OCSF_JSON));
    }

    private static DestinationFactory read(Section.Values values) {
        SyslogConfig config = KEYS.read(values);
        boolean withJson = values.get(OCSF_JSON);
        return context -> SyslogDestination.create(
                config,
                new CefEncoder(SyslogDestination.header(config, context), withJson, context.version()),
                context);
    }
}
