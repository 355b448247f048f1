package io.siembridge.app.operator;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.javalin.http.Context;
import io.siembridge.app.spool.AuditEntry;
import io.siembridge.app.spool.Spool;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down every change that somebody makes: who, what and when. */
final class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final int LONGEST = 500;

    private final Spool spool;
    private final InstantSource clock;

    AuditTrail(Spool spool, InstantSource clock) {
        this.spool = spool;
        this.clock = clock;
    }

    void record(Context context, String action, String detail) {
        String who = Access.who(context);
        String text = detail.length() > LONGEST ? detail.substring(0, LONGEST) + "…" : detail;
        LOG.info("An operator did: {} {}", action, text, kv("operator", who));
        spool.audit(new AuditEntry(clock.instant(), who, action, text));
    }
}
