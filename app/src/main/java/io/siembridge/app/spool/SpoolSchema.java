package io.siembridge.app.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Batch;

/**
 * Brings a spool to the schema this version knows: numbered files, each in one transaction together with its number. In them
 * only a statement ends a line with a semicolon.
 */
final class SpoolSchema {
    /** In order; the first brings an empty file to version 1. A file that was released is never changed. */
    private static final List<String> MIGRATIONS = List.of("0001-webhooks-and-deliveries.sql", "0002-memos.sql");

    private static final Pattern END_OF_STATEMENT = Pattern.compile("(?m);$");

    static final int VERSION = MIGRATIONS.size();

    private SpoolSchema() {}

    static void migrate(Handle handle) {
        int version = version(handle);
        for (int next = version + 1; next <= VERSION; next++) {
            apply(handle, next);
        }
    }

    static int version(Handle handle) {
        return handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
    }

    private static void apply(Handle handle, int version) {
        String script = read(MIGRATIONS.get(version - 1));
        handle.useTransaction(transaction -> {
            Batch statements = transaction.createBatch();
            END_OF_STATEMENT
                    .splitAsStream(script)
                    .filter(statement -> !statement.isBlank())
                    .forEach(statements::add);
            int[] unused = statements.execute();
            transaction.execute("PRAGMA user_version = " + version);
        });
    }

    private static String read(String name) {
        try (InputStream in = SpoolSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program is not whole: migration " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read migration " + name, e);
        }
    }
}
