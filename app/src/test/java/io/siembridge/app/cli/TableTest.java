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
    void theLastColumnIsFoldedOnANarrowTerminal() {
        Table table = new Table(Optional.of(36), "ID", "REASON");
        table.row("1", "a reason that is much longer than the terminal is wide");
        assertThat(printed(table)).isEqualToNormalizingNewlines("""
                ID  REASON
                1   a reason that is much longer
                    than the terminal is wide
                """);
    }

    @Test
    void columnsWithoutRoomStandBelowTheOthers() {
        Table table = new Table(Optional.of(30), "WEBHOOK", "SOURCE", "SIZE", "REASON");
        table.row("01M81ANPRAVC500001M81ANPRA", "snyk", "20 B", "it can not be read by anybody");
        table.row("01M81ANPRAVC500001M81ANPRB", "soda", "2 B", "");
        assertThat(printed(table)).isEqualToNormalizingNewlines("""
                WEBHOOK
                    SOURCE  SIZE
                    REASON
                01M81ANPRAVC500001M81ANPRA
                    snyk    20 B
                    it can not be read by
                    anybody
                01M81ANPRAVC500001M81ANPRB
                    soda    2 B
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
