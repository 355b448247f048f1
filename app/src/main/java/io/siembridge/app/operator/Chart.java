package io.siembridge.app.operator;

import java.util.List;
import java.util.Locale;

/** Small charts as SVG. They are made of numbers and fixed words only, which is why pages may insert them unescaped. */
final class Chart {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 28;

    private Chart() {}

    /** How something went up and down, oldest first. */
    static String line(List<Long> values, String unit) {
        long top = values.stream().mapToLong(Long::longValue).max().orElse(0);
        if (values.size() < 2) {
            return "";
        }
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = (double) i * WIDTH / (values.size() - 1);
            points.append(point(x, values.get(i), top)).append(' ');
        }
        return start(top, unit) + "<polyline class=\"line\" points=\""
                + points.toString().strip() + "\"/></svg>";
    }

    /** How much there was in each of equal times, oldest first. */
    static String bars(List<Long> values, String unit) {
        long top = values.stream().mapToLong(Long::longValue).max().orElse(0);
        StringBuilder bars = new StringBuilder(start(top, unit));
        double step = (double) WIDTH / Math.max(1, values.size());
        for (int i = 0; i < values.size(); i++) {
            double height = top == 0 ? 0 : (double) values.get(i) * (HEIGHT - 2) / top;
            bars.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                    i * step,
                    HEIGHT - height - 1,
                    step - 1,
                    Math.max(height, 0.8)));
        }
        return bars.append("</svg>").toString();
    }

    private static String start(long top, String unit) {
        String words = "at most " + top + " " + unit;
        return "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" width=\"" + WIDTH
                + "\" height=\"" + HEIGHT + "\" aria-label=\"" + words + "\"><title>" + words + "</title>";
    }

    private static String point(double x, long value, long top) {
        double y = top == 0 ? HEIGHT - 1 : HEIGHT - 1 - (double) value * (HEIGHT - 2) / top;
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }
}
