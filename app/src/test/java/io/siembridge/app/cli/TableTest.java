package io.siembridge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
    private static String printed(Table table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void theLastColumnGivesWayToANarrowTerminal() {
        Table table = new Table(Optional.of("30"), "ID", "REASON");
        table.row("1", "a reason that is much longer than the terminal is wide");
        assertThat(printed(table)).isEqualToNormalizingNewlines("""
                ID  REASON
                1   a reason that is much lon…
                """);
    }

    @Test
    void nothingIsCutWhereNoWidthIsKnown() {
        Table table = new Table(Optional.empty(), "ID", "REASON");
        table.row("1", "x".repeat(500));
        assertThat(printed(table)).contains("x".repeat(500));
    }

    @Test
    void foreignTextCannotMoveTheCursorOrBreakARow() {
        Table table = new Table(Optional.empty(), "TEXT");
        table.row("one\ntwo\u001b[2J\u009b31m\u202e");
        assertThat(printed(table).lines()).containsExactly("TEXT", "one two\\u001b[2J\\u009b31m\\u202e");
    }
}
