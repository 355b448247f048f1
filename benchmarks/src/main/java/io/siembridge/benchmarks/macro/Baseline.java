package io.siembridge.benchmarks.macro;

import ch.qos.logback.classic.Level;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.siembridge.app.config.Secret;
import io.siembridge.app.telemetry.LogSetup;
import io.siembridge.app.verifier.HmacVerifier;
import io.siembridge.app.verifier.InboundWebhook;
import io.siembridge.app.verifier.Verifier;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.vendor.VerificationScheme.HmacSignature;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the bridge is compared with, in a process of its own: {@code empty PORT}, the same web server with a handler that
 * does nothing; {@code each PORT FILE}, a server that verifies, stores and commits, every request in a synced transaction
 * of its own.
 */
public final class Baseline {
    private Baseline() {}

    public static void main(String[] arguments) throws SQLException {
        LogSetup.configure(LogSetup.Format.JSON, Level.WARN);
        int port = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("empty")) {
            serve(port, context -> {});
        } else {
            OneEach store = new OneEach(arguments[2]);
            serve(port, store::handle);
        }
    }

    private static void serve(int port, Handler handler) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.maxRequestSize = 16L * 1024 * 1024;
            config.routes.post("/webhooks/{source}", handler);
        });
        javalin.start("127.0.0.1", port);
    }

    /** The obvious way to store before answering. */
    private static final class OneEach {
        private final Vendor soveren = Vendors.withId("soveren").orElseThrow();
        private final Vendor snyk = Vendors.withId("snyk").orElseThrow();
        private final Map<String, Vendor> vendors = Map.of("soveren", soveren, "snyk", snyk);
        private final Connection connection;
        private final PreparedStatement webhook;
        private final PreparedStatement delivery;
        private long seq;

        OneEach(String file) throws SQLException {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("CREATE TABLE webhook (seq INTEGER PRIMARY KEY, digest BLOB UNIQUE, body BLOB)");
                statement.execute("CREATE TABLE delivery (seq INTEGER, destination INTEGER, state INTEGER, "
                        + "PRIMARY KEY (seq, destination)) WITHOUT ROWID");
            }
            connection.setAutoCommit(false);
            webhook = connection.prepareStatement("INSERT INTO webhook VALUES (?, ?, ?)");
            delivery = connection.prepareStatement("INSERT INTO delivery VALUES (?, 1, 0)");
        }

        void handle(Context context) throws SQLException {
            Vendor vendor = vendors.getOrDefault(context.pathParam("source"), soveren);
            HmacSignature scheme = (HmacSignature) vendor.verification();
            Verifier verifier = new HmacVerifier(scheme, List.of(new Secret(Macro.SECRET)), vendor);
            byte[] body = context.bodyAsBytes();
            String header = scheme.header().toLowerCase(Locale.ROOT);
            String signature = String.valueOf(context.header(header));
            InboundWebhook inbound = new InboundWebhook(
                    vendor.id(), vendor.id(), Map.of(header, List.of(signature)), body, Instant.now());
            if (verifier.verify(inbound).webhook().isEmpty()) {
                context.status(401);
                return;
            }
            store(EventFactory.sha256(body), body);
            context.result("{\"status\":\"accepted\"}");
        }

        private synchronized void store(String digest, byte[] body) throws SQLException {
            seq++;
            webhook.setLong(1, seq);
            webhook.setString(2, digest);
            webhook.setBytes(3, body);
            webhook.executeUpdate();
            delivery.setLong(1, seq);
            delivery.executeUpdate();
            connection.commit();
        }
    }
}
