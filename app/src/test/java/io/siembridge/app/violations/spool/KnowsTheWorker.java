package io.siembridge.app.violations.spool;

import io.siembridge.app.violations.worker.Known;

/** Breaks an arrow on purpose, to show that the rule sees it. */
public final class KnowsTheWorker {
    public Known known() {
        return new Known();
    }
}
