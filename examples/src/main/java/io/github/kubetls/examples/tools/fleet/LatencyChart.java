package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.examples.tools.page.Markup;
import io.github.kubetls.examples.tools.page.PageTable;
import io.github.kubetls.examples.tools.page.Picture;
import java.util.ArrayList;
import java.util.List;

/** The chart of how long joins take: a histogram over a logarithmic axis, with the percentiles marked. */
final class LatencyChart implements Chart {

    private static final int BINS_PER_DECADE = 24;
    /** From the first to the last duration of the axis at least this factor, so that two round ones are always on it. */
    private static final double NARROWEST = 8;

    /** The vertical axis goes up to this at least, so that its labels are whole numbers. */
    private static final long FEWEST_COUNTED = 8;

    private static final double LANE = 17;
    private static final double TOP = 22;
    private static final double PLOT = 210;
    private static final double CHARACTER = 6.7;
    private static final double GAP = 10;

    private final FleetResults results;
    private final LatencyBins bins;
    private final Scale time;
    private final List<Marker> markers;
    private final double top;

    LatencyChart(FleetResults results) {
        this.results = results;
        this.bins = LatencyBins.of(results.joins(), BINS_PER_DECADE);
        double margin = Math.max(1, Math.sqrt(NARROWEST * bins.first() / bins.last()));
        this.time = Scale.logarithmic(bins.first() / margin, bins.last() * margin, Plot.LEFT, Plot.RIGHT);
        this.markers = markers();
        int lanes = markers.stream().mapToInt(Marker::lane).max().orElse(0) + 1;
        this.top = TOP + lanes * LANE;
    }

    /** A percentile, and the line of text above the plot where its label has room. */
    private record Marker(double x, String label, int lane) {

        double end() {
            return x + GAP + label.length() * CHARACTER;
        }
    }

    private List<Marker> markers() {
        List<Marker> markers = new ArrayList<>();
        List<Double> percentiles = FleetResults.percentiles(results.joins());
        for (int i = 0; i < percentiles.size(); i++) {
            double x = time.at(percentiles.get(i));
            String label =
                    Figures.percentile(FleetResults.PERCENTILES.get(i)) + " " + Figures.duration(percentiles.get(i));
            // Below every label that its line would run through.
            int lane = markers.stream()
                    .filter(before -> before.end() > x)
                    .mapToInt(before -> before.lane() + 1)
                    .max()
                    .orElse(0);
            markers.add(new Marker(x, label, lane));
        }
        return markers;
    }

    @Override
    public void draw(Markup page) {
        double bottom = top + PLOT;
        Picture picture = Plot.open(
                page,
                "latency",
                bottom + 46,
                "How long a join takes",
                "Histogram of the latency of " + Figures.count(results.joins().getTotalCount())
                        + " joins over a logarithmic axis: "
                        + String.join(", ", markers.stream().map(Marker::label).toList()) + ".");
        Scale count = Scale.upTo(Math.max(FEWEST_COUNTED, bins.highest()), bottom, top);
        Plot.vertical(picture, count, value -> Figures.count(Math.round(value)));
        for (LatencyBins.Bin bin : bins.bins()) {
            if (bin.count() > 0) {
                double x = time.at(bin.from());
                // One that is too low to be seen is drawn a little higher, so that the rare and slow ones are not lost.
                double height = Math.max(1.5, bottom - count.at(bin.count()));
                picture.bar("bar", x + 0.5, bottom - height, time.at(bin.to()) - x - 1, height);
            }
        }
        Plot.horizontal(picture, time, bottom, "latency of a join", Figures::roundDuration);
        for (Marker marker : markers) {
            double y = TOP + marker.lane() * LANE;
            picture.line("marker", marker.x(), y - 10, marker.x(), bottom);
            picture.label("strong", marker.x() + 5, y, "start", marker.label());
        }
        picture.label("soft", 0, 12, "start", "joins");
        picture.close();
    }

    @Override
    public void table(Markup page) {
        PageTable table = PageTable.open(page, "latency from", "to", "joins");
        for (LatencyBins.Bin bin : bins.bins()) {
            if (bin.count() > 0) {
                table.row(Figures.duration(bin.from()), Figures.duration(bin.to()), Figures.count(bin.count()));
            }
        }
        table.close();
    }
}
