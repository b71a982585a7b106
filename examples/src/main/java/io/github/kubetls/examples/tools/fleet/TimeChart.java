package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.examples.tools.page.Markup;
import io.github.kubetls.examples.tools.page.PageTable;
import io.github.kubetls.examples.tools.page.Picture;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The chart of how the run went: throughput, and below it latency, over the same time. */
final class TimeChart implements Chart {

    private static final double TOP = 30;
    private static final double PLOT = 130;
    private static final double BETWEEN = 44;
    private static final double LATENCY_TOP = TOP + PLOT + BETWEEN;
    private static final double BOTTOM = LATENCY_TOP + PLOT;
    private static final double LABELS_APART = 15;

    private final FleetResults results;
    private final List<Timeline.Stretch> stretches;
    private final Scale time;

    TimeChart(FleetResults results) {
        this.results = results;
        this.stretches = results.stretches();
        this.time = Scale.linear(results.seconds(), Plot.LEFT, Plot.RIGHT);
    }

    @Override
    public void draw(Markup page) {
        Picture picture = Plot.open(
                page,
                "time",
                BOTTOM + 46,
                "Throughput and latency over the run",
                "Two charts over the same " + Figures.seconds(results.seconds())
                        + ": how many nodes joined in a second, and"
                        + " the median and the 99th percentile of the latency.");
        throughput(picture);
        latency(picture);
        picture.close();
    }

    private void throughput(Picture picture) {
        picture.label("soft", 0, TOP - 14, "start", "nodes per second");
        Scale rate = Scale.upTo(highest(Timeline.Stretch::nodesPerSecond), TOP + PLOT, TOP);
        Plot.vertical(picture, rate, Figures::round);
        String steps = steps(rate, Timeline.Stretch::nodesPerSecond);
        picture.path("area", steps + String.format(Locale.ROOT, " V%.1f H%.1f Z", TOP + PLOT, Plot.LEFT));
        picture.path("curve", steps);
        picture.line("axis", Plot.LEFT, TOP + PLOT, Plot.RIGHT, TOP + PLOT);
        double mean = rate.at(results.nodesPerSecond());
        picture.line("marker", Plot.LEFT, mean, Plot.RIGHT, mean);
        picture.label("strong", Plot.RIGHT + 6, mean + 4, "start", "mean " + Figures.number(results.nodesPerSecond()));
    }

    private void latency(Picture picture) {
        picture.label("soft", 0, LATENCY_TOP - 14, "start", "latency of a join, logarithmic");
        ToDoubleFunction<Timeline.Stretch> median = stretch -> stretch.latency().getValueAtPercentile(50);
        ToDoubleFunction<Timeline.Stretch> slow = stretch -> stretch.latency().getValueAtPercentile(99);
        double lowest = stretches.stream().mapToDouble(median).min().orElse(1);
        Scale latency = Scale.logarithmic(lowest / 2, highest(slow) * 1.2, BOTTOM, LATENCY_TOP);
        Plot.vertical(picture, latency, Figures::roundDuration);
        picture.path("curve slow", steps(latency, slow));
        picture.path("curve", steps(latency, median));
        Plot.horizontal(picture, time, BOTTOM, "time since the first join began", value -> Figures.round(value) + " s");
        Timeline.Stretch last = stretches.get(stretches.size() - 1);
        double medianY = latency.at(median.applyAsDouble(last)) + 4;
        double slowY = Math.min(latency.at(slow.applyAsDouble(last)) + 4, medianY - LABELS_APART);
        picture.label("slow", Plot.RIGHT + 6, slowY, "start", "p99");
        picture.label("strong", Plot.RIGHT + 6, medianY, "start", "p50");
    }

    private double highest(ToDoubleFunction<Timeline.Stretch> value) {
        return stretches.stream().mapToDouble(value).max().orElse(1);
    }

    /** A line that is level for the time of each stretch. */
    private String steps(Scale scale, ToDoubleFunction<Timeline.Stretch> value) {
        StringBuilder path = new StringBuilder();
        for (Timeline.Stretch stretch : stretches) {
            double y = scale.at(value.applyAsDouble(stretch));
            path.append(
                    path.isEmpty()
                            ? String.format(Locale.ROOT, "M%.1f %.1f", Plot.LEFT, y)
                            : String.format(Locale.ROOT, " V%.1f", y));
            path.append(String.format(Locale.ROOT, " H%.1f", time.at(stretch.to())));
        }
        return path.toString();
    }

    @Override
    public void table(Markup page) {
        PageTable table = PageTable.open(page, "until", "nodes", "nodes per second", "p50", "p99");
        for (Timeline.Stretch stretch : stretches) {
            table.row(
                    Figures.seconds(stretch.to()),
                    Figures.count(stretch.latency().getTotalCount()),
                    Figures.number(stretch.nodesPerSecond()),
                    Figures.duration(stretch.latency().getValueAtPercentile(50)),
                    Figures.duration(stretch.latency().getValueAtPercentile(99)));
        }
        table.close();
    }
}
