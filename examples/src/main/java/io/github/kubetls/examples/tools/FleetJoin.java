package io.github.kubetls.examples.tools;

import io.github.kubetls.examples.tools.cli.CaKind;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.fleet.Fleet;
import io.github.kubetls.examples.tools.fleet.FleetResults;
import io.github.kubetls.examples.tools.fleet.FleetSettings;
import io.github.kubetls.examples.tools.fleet.HtmlReport;
import io.github.kubetls.examples.tools.fleet.Progress;
import io.github.kubetls.examples.tools.fleet.ProviderChoice;
import io.github.kubetls.examples.tools.fleet.TerminalReport;
import io.github.kubetls.examples.tools.page.Page;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Lets a whole fleet of nodes join a control plane, all in memory, and tells how fast that was: throughput, latency, and what
 * share of the time was raw cryptography.
 */
@Command(
        name = "fleet-join",
        description = {
            "Lets N nodes join a control plane in memory: each makes a key and a request, is authenticated by its bootstrap"
                    + " token, authorized, approved and signed, and checks what it got.",
            "Then prints throughput, latency percentiles, a histogram, the time of each step and the share of raw"
                    + " cryptography."
        })
public final class FleetJoin implements Callable<Integer> {

    private static final int MOST_NODES = 10_000_000;
    private static final int MOST_THREADS = 1024;

    @Option(names = "--nodes", required = true, paramLabel = "N", description = "How many nodes join.")
    private int nodes;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "How many nodes join at a time (default here: ${DEFAULT-VALUE}).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "How many other nodes join before, while the JVM compiles the code; they are not measured"
                    + " (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--ca",
            paramLabel = "KIND",
            description = "The CA's key, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private CaKind ca = CaKind.RSA;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description =
                    "The JCA provider that makes keys and signatures as far as it knows the algorithm, such as BC or"
                            + " SunEC; registered, or on the class path (default: the library's choice).")
    private @Nullable String provider;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Also writes the results as a page with charts; replaces the file.")
    private @Nullable Path report;

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            description =
                    "When a progress bar is drawn, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}: on a"
                            + " terminal a bar, otherwise a few lines).")
    private Progress.Mode progress = Progress.Mode.AUTO;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Spec
    private CommandSpec spec;

    FleetJoin() {}

    /**
     * Runs the fleet; a failure is told on standard error and ends it with exit code 1.
     *
     * @param arguments the options, see {@code --help}
     */
    public static void main(String[] arguments) {
        Program.main(new FleetJoin(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireBetween("--nodes", 1, nodes, MOST_NODES);
        requireBetween("--threads", 1, threads, MOST_THREADS);
        requireBetween("--warm-up", 0, warmUp, MOST_NODES);
        if (report != null) {
            Page.requireWritable(report);
        }
        ProviderChoice providers = provider == null ? ProviderChoice.ofTheLibrary() : ProviderChoice.named(provider);
        PrintWriter out = spec.commandLine().getOut();
        FleetSettings settings = new FleetSettings(nodes, Math.min(threads, nodes), ca, providers, warmUp);
        FleetResults results = Fleet.join(settings, Progress.on(out, progress, nodes));
        TerminalReport.print(results, out);
        if (report != null) {
            Files.writeString(report, HtmlReport.render(results));
            out.println("\nThe same as a page: " + report);
        }
        return 0;
    }

    private void requireBetween(String option, int least, int value, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": expected a number from " + least + " to " + most + ", found " + value);
        }
    }
}
