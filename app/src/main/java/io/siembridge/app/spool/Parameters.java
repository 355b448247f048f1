package io.siembridge.app.spool;

import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds the parameters of a statement, {@code ?} and {@code :name}, outside of its texts. That is all the SQL here needs; Jdbi's own
 * parsers know all of SQL, and warming them up was a twelfth of a start.
 */
final class Parameters implements SqlParser {
    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        ParsedSql.Builder parsed = ParsedSql.builder();
        int begin = 0;
        int at = 0;
        while (at < sql.length()) {
            int end = at + 1;
            switch (sql.charAt(at)) {
                case '\'' -> end = endOfText(sql, end);
                case '?' -> {
                    parsed.append(sql.substring(begin, at)).appendPositionalParameter();
                    begin = end;
                }
                case ':' -> {
                    end = endOfName(sql, end);
                    parsed.append(sql.substring(begin, at)).appendNamedParameter(sql.substring(at + 1, end));
                    begin = end;
                }
                default -> {}
            }
            at = end;
        }
        return parsed.append(sql.substring(begin)).build();
    }

    private static int endOfText(String sql, int begin) {
        int quote = sql.indexOf('\'', begin);
        return quote < 0 ? sql.length() : quote + 1;
    }

    private static int endOfName(String sql, int begin) {
        int end = begin;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    @Override
    public String nameParameter(String name, StatementContext context) {
        return ":" + name;
    }
}
