package io.siembridge.app.spool;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.statement.ParsedParameters;
import org.jdbi.v3.core.statement.ParsedSql;
import org.junit.jupiter.api.Test;

/** What is a parameter of a statement, and what only looks like one. */
class ParametersTest {
    private static ParsedSql parsed(String sql) {
        return new Parameters().parse(sql, null);
    }

    @Test
    void countsQuestionMarks() {
        ParsedSql parsed = parsed("SELECT seq FROM webhook WHERE seq > ? AND bytes < ?\nLIMIT ?");
        assertThat(parsed.getSql()).isEqualTo("SELECT seq FROM webhook WHERE seq > ? AND bytes < ?\nLIMIT ?");
        assertThat(parsed.getParameters()).isEqualTo(ParsedParameters.positional(3));
    }

    @Test
    void knowsNamesInTheirOrderAlsoWhereOneComesTwice() {
        ParsedSql parsed = parsed("WHERE seq=:seq AND (destination = :to OR seq > :seq)");
        assertThat(parsed.getSql()).isEqualTo("WHERE seq=? AND (destination = ? OR seq > ?)");
        assertThat(parsed.getParameters().getParameterNames()).containsExactly("seq", "to", "seq");
    }

    @Test
    void leavesTextsAlone() {
        ParsedSql parsed = parsed("SELECT 'why? it''s :late', '' FROM note WHERE key = ?");
        assertThat(parsed.getSql()).isEqualTo("SELECT 'why? it''s :late', '' FROM note WHERE key = ?");
        assertThat(parsed.getParameters()).isEqualTo(ParsedParameters.positional(1));
    }

    @Test
    void comesToAnEndWhereATextDoesNot() {
        assertThat(parsed("SELECT 'open ?").getParameters().getParameterCount()).isZero();
    }
}
