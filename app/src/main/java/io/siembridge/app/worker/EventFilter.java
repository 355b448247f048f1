package io.siembridge.app.worker;

import io.siembridge.normalizers.ocsf.OcsfEvent;

/** Decides which events of a source a destination is to get. */
@FunctionalInterface
public interface EventFilter {
    boolean wants(String source, OcsfEvent event);
}
