package org.p2psip.bench.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A line plot as a small SVG: one x axis, linear or logarithmic, and a y axis from zero. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int Y_TICKS = 5;
    private static final List<String> COLORS = List.of("#1f5fa8", "#b2402a", "#3a7d44");

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean logarithmic;
    private final List<Series> series = new ArrayList<>();

    /** A point of a line. */
    record Point(double x, double y) {}

    private record Series(String name, List<Point> points) {}

    /** @param logarithmic whether the x axis is: then all x are above zero */
    Plot(String title, String xLabel, String yLabel, boolean logarithmic) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.logarithmic = logarithmic;
    }

    /** Adds a line of at least one point. */
    void add(String name, List<Point> points) {
        series.add(new Series(name, List.copyOf(points)));
    }

    /** The picture. */
    String svg() {
        double xMin = all().mapToDouble(Point::x).min().orElse(0);
        double xMax = all().mapToDouble(Point::x).max().orElse(1);
        double yMax = roundedUp(all().mapToDouble(Point::y).max().orElse(1));
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                WIDTH,
                HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        add(svg, "<text x=\"%d\" y=\"20\" font-size=\"14\">%s</text>", LEFT, title);
        for (int i = 0; i <= Y_TICKS; i++) {
            double value = yMax * i / Y_TICKS;
            double y = y(value, yMax);
            add(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT);
            add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4, number(value));
        }
        for (double tick : xTicks(xMin, xMax)) {
            double x = x(tick, xMin, xMax);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x,
                    HEIGHT - BOTTOM + 16,
                    number(tick));
        }
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", WIDTH / 2, HEIGHT - 12, xLabel);
        add(
                svg,
                "<text x=\"16\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 16 %d)\">%s</text>",
                HEIGHT / 2,
                HEIGHT / 2,
                yLabel);
        for (int i = 0; i < series.size(); i++) {
            line(svg, series.get(i), i, xMin, xMax, yMax);
        }
        return svg.append("</svg>\n").toString();
    }

    private void line(StringBuilder svg, Series line, int index, double xMin, double xMax, double yMax) {
        String color = COLORS.get(index % COLORS.size());
        StringBuilder points = new StringBuilder();
        for (Point point : line.points()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x(), xMin, xMax), y(point.y(), yMax)));
        }
        add(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                points.toString().trim(),
                color);
        add(svg, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>", LEFT + 12, TOP + 14 + 16 * index, color, line.name());
    }

    private Stream<Point> all() {
        return series.stream().flatMap(line -> line.points().stream());
    }

    private List<Double> xTicks(double xMin, double xMax) {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double tick = Math.pow(10, Math.ceil(Math.log10(xMin))); tick <= xMax; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            double step = roundedUp(Math.max(xMax - xMin, 1e-9)) / Y_TICKS;
            for (double tick = xMin; tick <= xMax; tick += step) {
                ticks.add(tick);
            }
        }
        return ticks;
    }

    private double x(double value, double xMin, double xMax) {
        double share = xMax == xMin
                ? 0
                : logarithmic
                        ? (Math.log(value) - Math.log(xMin)) / (Math.log(xMax) - Math.log(xMin))
                        : (value - xMin) / (xMax - xMin);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double yMax) {
        return HEIGHT - BOTTOM - value / yMax * (HEIGHT - TOP - BOTTOM);
    }

    /** The next of 1, 2, 5, 10 and so on. */
    private static double roundedUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))));
        for (double factor : new double[] {1, 2, 5}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value).replace(',', ' ')
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
