package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which kind of database an engine is. The vendor's vocabulary is not published, so common spellings are known. */
final class DatabaseEngine {
    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^a-z0-9]");

    private static final Set<String> RELATIONAL = Set.of(
            "aurora",
            "auroramysql",
            "aurorapostgres",
            "aurorapostgresql",
            "clickhouse",
            "cockroachdb",
            "db2",
            "greenplum",
            "mariadb",
            "microsoftsqlserver",
            "mssql",
            "mssqlserver",
            "mysql",
            "oracle",
            "postgres",
            "postgresql",
            "rds",
            "redshift",
            "snowflake",
            "sqlite",
            "sqlserver");

    private static final Set<String> NOSQL = Set.of(
            "cassandra",
            "couchbase",
            "couchdb",
            "documentdb",
            "dynamodb",
            "elasticsearch",
            "hbase",
            "memcached",
            "mongo",
            "mongodb",
            "opensearch",
            "redis",
            "scylladb");

    private DatabaseEngine() {}

    /** Sets {@code type_id} and {@code type} of a {@code database}: its kind, or the vendor's word for the engine. */
    static void classify(Attributes database, Payload engine) {
        Optional<String> word = engine.text();
        if (word.isEmpty()) {
            database.choice("type_id", 0, "type", "Unknown");
            return;
        }
        String letters = NEITHER_LETTER_NOR_DIGIT
                .matcher(word.get().toLowerCase(Locale.ROOT))
                .replaceAll("");
        if (RELATIONAL.contains(letters)) {
            database.choice("type_id", 1, "type", "Relational");
        } else if (NOSQL.contains(letters)) {
            database.choice("type_id", 6, "type", "NoSQL");
        } else {
            database.choice("type_id", 99, "type", word.get());
        }
    }
}
