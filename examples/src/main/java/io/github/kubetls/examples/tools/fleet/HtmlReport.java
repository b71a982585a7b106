package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.examples.tools.page.Markup;
import io.github.kubetls.examples.tools.page.Page;
import io.github.kubetls.examples.tools.page.PageTable;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What a run has measured, as a {@link Page}. */
public final class HtmlReport {

    private final FleetResults results;
    private final Markup page;

    private HtmlReport(FleetResults results, Markup page) {
        this.results = results;
        this.page = page;
    }

    /**
     * Makes the page.
     *
     * @param results what was measured
     * @return HTML
     */
    public static String render(FleetResults results) {
        String title =
                Figures.nodes(results.joins().getTotalCount()) + " joined in " + Figures.seconds(results.seconds());
        return Page.render(title, ChartStyle.CSS, page -> new HtmlReport(results, page).write(title));
    }

    private void write(String title) {
        header(title);
        latency();
        time();
        steps();
        cryptography();
        run();
    }

    private void header(String title) {
        FleetSettings settings = results.settings();
        page.open("header");
        page.element("p", "Kubernetes TLS bootstrap, in memory", "class", "over");
        page.element("h1", title);
        page.element(
                "p",
                "Each from no key at all to a client certificate that the API server knows it by; " + settings.threads()
                        + (settings.threads() == 1 ? " thread, " : " threads, ")
                        + settings.ca().keyAlgorithm().kubernetesName() + " CA.",
                "class",
                "under");
        page.open("dl", "class", "tiles");
        Histogram joins = results.joins();
        tile("Throughput", Figures.number(results.nodesPerSecond()), "nodes per second");
        tile("Median latency", Figures.duration(joins.getValueAtPercentile(50)), "one in two is slower");
        tile("99th percentile", Figures.duration(joins.getValueAtPercentile(99)), "one in a hundred is slower");
        tile("Raw cryptography", Figures.percent(results.cryptographyShare()), "of a join's processor time");
        page.close().close();
    }

    private void tile(String name, String value, String meaning) {
        page.open("div").element("dt", name).open("dd").text(value);
        page.element("small", meaning).close().close();
    }

    private void latency() {
        section("How long a join takes", "Latency is the time " + results.latencyRule() + ".");
        chartAndNumbers(new LatencyChart(results));
    }

    private void time() {
        section(
                "How the run went",
                "The run in stretches with the same number of joins each: how fast the nodes of a stretch joined, and how"
                        + " long they took.");
        chartAndNumbers(new TimeChart(results));
    }

    private void chartAndNumbers(Chart chart) {
        draw(chart);
        page.open("details").element("summary", "The same in numbers");
        chart.table(page);
        page.close().close();
    }

    private void draw(Chart chart) {
        page.open("div", "class", "scroll");
        chart.draw(page);
        page.close();
    }

    private void section(String title, String lead) {
        page.open("section").element("h2", title).element("p", lead, "class", "lead");
    }

    private void steps() {
        section(
                "Step by step",
                "What each step of a join takes, in milliseconds, and its share of the time of all joins.");
        PageTable table = PageTable.open(page, "step", "mean", "p50", "p99", "max", "share", "");
        for (JoinStep step : JoinStep.values()) {
            Histogram times = results.step(step);
            table.begin()
                    .element("span", step.actor(), "class", "who")
                    .text(step.deed())
                    .close();
            table.cells(
                    Figures.milliseconds(times.getMean()),
                    Figures.milliseconds(times.getValueAtPercentile(50)),
                    Figures.milliseconds(times.getValueAtPercentile(99)),
                    Figures.milliseconds(times.getMaxValue()),
                    Figures.percent(results.share(step)));
            meter(results.share(step));
        }
        table.close();
        page.close();
    }

    private void meter(double share) {
        page.open("td").open("span", "class", "meter");
        page.element("span", "", "style", String.format(Locale.ROOT, "width:%.1f%%", 100 * share));
        page.close().close().close();
    }

    private void cryptography() {
        section(
                "Cryptography and the rest",
                Figures.percent(results.cryptographyShare())
                        + " of the processor time of a join is spent in the operations below.");
        Chart chart = new ShareChart(results);
        draw(chart);
        chart.table(page);
        page.open("details").element("summary", "How this was measured");
        page.element("p", results.cryptographyRule()).close();
        page.close();
    }

    private void run() {
        FleetSettings settings = results.settings();
        RunConditions conditions = results.conditions();
        section("The run", "Compare only with runs under the same conditions.");
        page.open("dl", "class", "run");
        for (List<String> item : List.of(
                List.of("Started", conditions.started().toString()),
                List.of("Nodes", Figures.count(settings.nodes())),
                List.of("Threads", Integer.toString(settings.threads())),
                List.of("CA", settings.ca().keyAlgorithm().kubernetesName()),
                List.of("Keys and signatures by", settings.providers().toString()),
                List.of("Processors", Integer.toString(conditions.processors())),
                List.of("Largest heap", Figures.count(conditions.maxHeapBytes() >> 20) + " MiB"),
                List.of("Java", conditions.jdk()),
                List.of("System", conditions.system()))) {
            page.element("dt", item.get(0)).element("dd", item.get(1));
        }
        page.close().close();
    }
}
