package io.siembridge.app.violations.spool;

import io.siembridge.app.violations.worker.WorkManager;

/** Breaks an arrow on purpose, to show that the rule sees it. */
public record KnowsTheWorker(WorkManager worker) {}
