package io.siembridge.benchmarks.macro;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one table: what was measured, beside what it is compared with, and how safe the data was meanwhile. */
final class Report {
    static final String SYNCED = "synced";
    static final String NOTHING_STORED = "nothing stored";

    private final List<Line> lines = new ArrayList<>();
    private boolean collapsed;

    private record Line(String figure, String value, String durability, String ratio, String target, String verdict) {}

    void figure(String figure, String value, String durability) {
        add(new Line(figure, value, durability, "", "", ""));
    }

    /** Shows it at once as well: the whole takes minutes. */
    private void add(Line line) {
        System.err.println("  " + line.figure().strip() + ": " + line.value() + line.ratio());
        lines.add(line);
    }

    /** A rate, with what a request costs the server: the steadier figure when others use the machine too. */
    void rate(String figure, double rate, double processorMicros, String durability) {
        String cost = String.format(Locale.ROOT, "%.0f us", processorMicros);
        add(new Line(figure, perSecond(rate), durability, cost, "", ""));
    }

    /** A ratio that ought to reach its target, and that means a collapse below the floor. */
    void ratio(String figure, double ratio, double target, double floor) {
        collapsed |= ratio < floor;
        add(new Line(
                figure, "", "", decimal(ratio), "at least " + decimal(target), ratio >= target ? "met" : "missed"));
    }

    /** A figure that ought to stay below its target, and that means a collapse above the ceiling. */
    void limit(String figure, double value, String unit, double target, double ceiling) {
        collapsed |= value > ceiling;
        add(new Line(
                figure,
                decimal(value) + " " + unit,
                SYNCED,
                "",
                "at most " + decimal(target) + " " + unit,
                value <= target ? "met" : "missed"));
    }

    boolean hasCollapsed() {
        return collapsed;
    }

    void print(PrintStream out) {
        out.printf("%n%-66s %14s  %-14s %9s  %-16s %s%n", "", "figure", "durability", "ratio/cpu", "target", "");
        for (Line line : lines) {
            out.printf(
                    "%-66s %14s  %-14s %9s  %-16s %s%n",
                    line.figure(), line.value(), line.durability(), line.ratio(), line.target(), line.verdict());
        }
    }

    static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%,.0f/s", rate);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, value >= 20 ? "%.0f" : "%.2f", value);
    }
}
