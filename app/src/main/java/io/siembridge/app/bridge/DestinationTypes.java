package io.siembridge.app.bridge;

import io.siembridge.app.destination.DestinationType;
import java.util.List;

/** Every kind of destination the bridge can deliver to. Adding one is one line here, beside its folder. */
public final class DestinationTypes {
    private DestinationTypes() {}

    public static List<DestinationType> all() {
        return List.of();
    }
}
