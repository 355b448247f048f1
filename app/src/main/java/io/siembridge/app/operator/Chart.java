package io.siembridge.app.operator;

import java.util.List;
import java.util.Locale;

/**
 * Small charts as SVG, each with its base line and, beside it, what its full height stands for. They are made of numbers and fixed words
 * only, which is why pages may insert them unescaped.
 */
final class Chart {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 28;

    private Chart() {}

    /**
     * How something went up and down, oldest first.
     *
     * @param most how many values the whole width stands for; if there are fewer yet, the line begins later
     */
    static String line(List<Long> values, int most, String unit) {
        StringBuilder points = new StringBuilder();
        long top = top(values);
        int missing = Math.max(0, most - values.size());
        for (int i = 0; i < values.size(); i++) {
            double x = (double) (missing + i) * WIDTH / Math.max(1, most - 1);
            points.append(point(x, values.get(i), top)).append(' ');
        }
        String line = "<polyline class=\"line\" points=\"" + points.toString().strip() + "\"/>";
        return chart(values.size() < 2 ? "" : line, top, unit);
    }

    /** How much there was in each of equal times, oldest first. */
    static String bars(List<Long> values, String unit) {
        long top = top(values);
        StringBuilder bars = new StringBuilder();
        double step = (double) WIDTH / Math.max(1, values.size());
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) > 0) {
                // However little, it is seen.
                double height = Math.max(1.5, (double) values.get(i) * (HEIGHT - 2) / top);
                bars.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                        i * step,
                        HEIGHT - height - 1,
                        step - 1,
                        height));
            }
        }
        return chart(bars.toString(), top, unit);
    }

    private static long top(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static String chart(String drawing, long top, String unit) {
        String words = "at most " + top + " " + unit;
        String axis = String.format(
                Locale.ROOT,
                "<line class=\"axis\" x1=\"0\" y1=\"%1$.1f\" x2=\"%2$d\" y2=\"%1$.1f\"/>",
                HEIGHT - 0.5,
                WIDTH);
        return "<span class=\"chart\"><svg role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" width=\"" + WIDTH
                + "\" height=\"" + HEIGHT + "\" aria-label=\"" + words + "\"><title>" + words + "</title>" + axis
                + drawing
                + "</svg><small>max " + top + "</small></span>";
    }

    private static String point(double x, long value, long top) {
        double y = top == 0 ? HEIGHT - 1.5 : HEIGHT - 1.5 - (double) value * (HEIGHT - 3) / top;
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }
}
