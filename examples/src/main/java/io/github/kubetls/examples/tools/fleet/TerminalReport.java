package io.github.kubetls.examples.tools.fleet;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What a run has measured, for the terminal; in plain ASCII, which every terminal has. */
public final class TerminalReport {

    private static final int BAR_WIDTH = 48;
    private static final int WIDTH = 98;
    private static final int MOST_ROWS = 24;

    private final FleetResults results;
    private final PrintWriter out;

    private TerminalReport(FleetResults results, PrintWriter out) {
        this.results = results;
        this.out = out;
    }

    /**
     * Prints the report.
     *
     * @param results what was measured
     * @param out     takes it
     */
    public static void print(FleetResults results, PrintWriter out) {
        TerminalReport report = new TerminalReport(results, out);
        report.headline();
        report.histogram();
        report.steps();
        report.cryptography();
    }

    private void headline() {
        FleetSettings settings = results.settings();
        print(
                "%s joined in %s (threads: %d; CA: %s; keys and signatures: %s)",
                Figures.nodes(results.joins().getTotalCount()),
                Figures.seconds(results.seconds()),
                settings.threads(),
                settings.ca().keyAlgorithm().kubernetesName(),
                settings.providers());
        print("");
        print("Throughput  %s", Figures.rate(results.nodesPerSecond()));
        List<Double> percentiles = FleetResults.percentiles(results.joins());
        print(
                "Latency     %s",
                IntStream.range(0, percentiles.size())
                        .mapToObj(i -> Figures.percentile(FleetResults.PERCENTILES.get(i)) + " "
                                + Figures.milliseconds(percentiles.get(i)))
                        .collect(Collectors.joining(" ms, ", "", " ms")));
        paragraph("Latency is the time " + results.latencyRule() + ".");
    }

    private void histogram() {
        print("%nHow long a join takes%n");
        LatencyBins bins = LatencyBins.atMost(MOST_ROWS, results.joins(), 10, 5, 3, 2, 1);
        for (LatencyBins.Bin bin : bins.bins()) {
            int width = (int) Math.round((double) BAR_WIDTH * bin.count() / bins.highest());
            String bar = width == 0 && bin.count() > 0 ? "." : "#".repeat(width);
            print(
                    "%9s - %7s ms  %9s  %s",
                    Figures.number(bin.from() / 1e6), Figures.number(bin.to() / 1e6), Figures.count(bin.count()), bar);
        }
    }

    private void steps() {
        print("%nWhere the time goes: step by step, in milliseconds%n");
        print("  %-19s %-31s %9s %9s %9s %9s %8s", "who", "step", "mean", "p50", "p99", "max", "share");
        for (JoinStep step : JoinStep.values()) {
            Histogram times = results.step(step);
            print(
                    "  %-19s %-31s %9s %9s %9s %9s %8s",
                    step.actor(),
                    step.deed(),
                    Figures.milliseconds(times.getMean()),
                    Figures.milliseconds(times.getValueAtPercentile(50)),
                    Figures.milliseconds(times.getValueAtPercentile(99)),
                    Figures.milliseconds(times.getMaxValue()),
                    Figures.percent(results.share(step)));
        }
    }

    private void cryptography() {
        print("%nRaw cryptography: %s of a join's processor time%n", Figures.percent(results.cryptographyShare()));
        print("  %-22s %-12s %9s %9s %8s", "operation", "computed by", "mean ms", "per join", "share");
        for (FleetResults.Part part : results.cryptography()) {
            print(
                    "  %-22s %-12s %9s %9s %8s",
                    part.operation().deed(),
                    part.provider(),
                    Figures.milliseconds(part.nanos()),
                    part.times(),
                    Figures.percent(part.share()));
        }
        print("");
        paragraph(results.cryptographyRule());
    }

    private void paragraph(String text) {
        out.print(text.replaceAll("(.{1," + WIDTH + "})(?: |$)", "  $1" + System.lineSeparator()));
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
