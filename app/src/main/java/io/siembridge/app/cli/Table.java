package io.siembridge.app.cli;

import io.siembridge.app.operator.Wording;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rows under headings. Nothing is ever cut: on a narrow terminal the last column is folded, and columns for which there
 * is no room beside the others stand on a line of their own below them.
 */
final class Table {
    /** Folded to less than this, a sentence is hard to read. */
    private static final int READABLE = 30;

    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();
    private final int width;

    Table(String... headings) {
        this(TerminalWidth.find(), headings);
    }

    Table(Optional<Integer> columns, String... headings) {
        this.headings = List.copyOf(Arrays.asList(headings));
        this.width = columns.orElse(Integer.MAX_VALUE);
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
        int[] widths = widths();
        boolean[] below = below(widths);
        print(out, headings, widths, below);
        rows.forEach(row -> print(out, row, widths, below));
        out.flush();
    }

    private int[] widths() {
        int[] widths = new int[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = headings.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    /** Which columns begin a line of their own, for want of room on that of the column before. */
    private boolean[] below(int[] widths) {
        boolean[] below = new boolean[widths.length];
        int at = 0;
        for (int i = 0; i < widths.length; i++) {
            boolean last = i == widths.length - 1;
            int needed = last ? Math.min(widths[i], READABLE) : widths[i];
            below[i] = i > 0 && at + needed > width;
            at = (below[i] ? INDENT.length() : at) + widths[i] + GAP.length();
        }
        return below;
    }

    private void print(PrintWriter out, List<String> cells, int[] widths, boolean[] below) {
        int last = cells.size() - 1;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < last; i++) {
            line = below[i] ? below(out, line) : line;
            line.append(cells.get(i))
                    .append(" ".repeat(widths[i] - cells.get(i).length()))
                    .append(GAP);
        }
        if (below[last]) {
            line = below(out, line);
            if (cells.get(last).isEmpty()) {
                return;
            }
        }
        String margin = " ".repeat(line.length());
        for (String part : fold(cells.get(last), Math.max(width - line.length(), READABLE / 2))) {
            out.println(line.append(part).toString().stripTrailing());
            line = new StringBuilder(margin);
        }
    }

    private static StringBuilder below(PrintWriter out, StringBuilder line) {
        out.println(line.toString().stripTrailing());
        return new StringBuilder(INDENT);
    }

    /** Lines of at most this length, broken at spaces where there are any. */
    private static List<String> fold(String text, int length) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > length) {
            int space = rest.lastIndexOf(' ', length);
            int end = space > 0 ? space : length;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
