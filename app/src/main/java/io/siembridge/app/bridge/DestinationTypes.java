package io.siembridge.app.bridge;

import io.siembridge.app.destination.DestinationType;
import io.siembridge.app.destination.arcsight.ArcsightType;
import io.siembridge.app.destination.file.FileType;
import io.siembridge.app.destination.fluentd.FluentdType;
import io.siembridge.app.destination.http.HttpType;
import io.siembridge.app.destination.qradar.QradarType;
import io.siembridge.app.destination.splunk.SplunkHecType;
import java.util.List;

/** Every kind of destination the bridge can deliver to. Adding one is one line here, beside its folder. */
public final class DestinationTypes {
    private DestinationTypes() {}

    public static List<DestinationType> all() {
        return List.of(
                new SplunkHecType(),
                new QradarType(),
                new ArcsightType(),
                new FluentdType(),
                new HttpType(),
                new FileType());
    }
}
