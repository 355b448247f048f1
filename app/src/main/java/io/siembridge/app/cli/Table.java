package io.siembridge.app.cli;

import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Rows under headings. The last column gives way when the terminal is narrow; its width is taken from COLUMNS. */
final class Table {
    private static final int LEAST = 12;
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();
    private final int width;

    Table(String... headings) {
        this(Optional.ofNullable(System.getenv("COLUMNS")), headings);
    }

    Table(Optional<String> columns, String... headings) {
        this.headings = List.copyOf(Arrays.asList(headings));
        this.width = columns.filter(text -> text.matches("[0-9]{1,4}"))
                .map(Integer::parseInt)
                .orElse(Integer.MAX_VALUE);
    }

    void row(String... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> Wording.visible(cell).replace('\n', ' ').replace('\t', ' '))
                .toList());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintWriter out) {
        int last = headings.size() - 1;
        int[] widths = new int[headings.size()];
        for (int i = 0; i <= last; i++) {
            widths[i] = headings.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int before = Arrays.stream(widths, 0, last).sum() + GAP.length() * last;
        widths[last] = Math.min(widths[last], Math.max(LEAST, width - before));
        print(out, headings, widths);
        rows.forEach(row -> print(out, row, widths));
        out.flush();
    }

    private static void print(PrintWriter out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean cut = cell.length() > widths[i];
            String shown = cut ? cell.substring(0, widths[i] - 1) + "…" : cell;
            line.append(shown).append(" ".repeat(widths[i] - shown.length())).append(GAP);
        }
        out.println(line.toString().stripTrailing());
    }
}
