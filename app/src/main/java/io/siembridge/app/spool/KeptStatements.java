package io.siembridge.app.spool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the prepared statements of one connection for their next use; preparing costs more than running most of them. Pragmas are not
 * kept: one that was not read to its end would hold a read transaction open.
 */
final class KeptStatements extends DefaultStatementBuilder {
    private static final int MOST = 64;

    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        PreparedStatement kept = idle.remove(sql);
        return kept != null ? kept : super.create(connection, sql, context);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        boolean keep = statement instanceof PreparedStatement && !sql.regionMatches(true, 0, "PRAGMA", 0, 6);
        if (!keep || idle.size() >= MOST || idle.containsKey(sql)) {
            statement.close();
            return;
        }
        PreparedStatement prepared = (PreparedStatement) statement;
        prepared.clearBatch();
        idle.put(sql, prepared);
    }

    @Override
    public void close(Connection connection) {
        idle.clear();
    }
}
