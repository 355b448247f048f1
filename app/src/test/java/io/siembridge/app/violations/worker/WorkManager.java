package io.siembridge.app.violations.worker;

import io.javalin.Javalin;
import io.siembridge.app.violations.spool.KnowsTheWorker;
import java.sql.Connection;

/** Has a name that says nothing, knows the web server and SQL, and closes a ring with the spool. */
public record WorkManager(Javalin server, Connection database, KnowsTheWorker spool) {}
