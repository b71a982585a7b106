package io.github.kubetls.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures every row beside its peer and prints the table in Markdown. */
final class Benchmarks {

    private static final String BEGIN = "<!-- figures: written by examples/benchmarks/run --write -->\n";
    private static final String END = "<!-- end of the figures -->\n";
    private static final Pattern GO_ROW = Pattern.compile("(?m)^(.{34}) +([0-9]+) ");

    private final Settings settings;

    private Benchmarks(Settings settings) {
        this.settings = settings;
    }

    /**
     * Measures.
     *
     * @param arguments the options, see {@code --help}
     * @throws Exception when something cannot be measured, read or written
     */
    public static void main(String[] arguments) throws Exception {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(Settings.USAGE);
            return;
        }
        Settings settings;
        try {
            settings = new Settings(arguments);
        } catch (IllegalArgumentException e) {
            System.err.print(e.getMessage() + "\n\n" + Settings.USAGE);
            System.exit(2);
            return;
        }
        String figures = new Benchmarks(settings).figures();
        System.out.print("\n" + figures);
        if (settings.page().isPresent()) {
            replace(settings.page().get(), figures);
        }
    }

    private String figures() throws IOException, InterruptedException, RunnerException {
        Map<String, Double> go = go();
        StringBuilder figures = new StringBuilder();
        for (Path java : settings.javas()) {
            Map<String, Measurement> measured = new LinkedHashMap<>();
            if (settings.benchmarks()) {
                measured.putAll(benchmarks(java));
            }
            if (settings.processes()) {
                measured.putAll(new Processes(java, settings.quick()).measure());
            }
            figures.append("### ").append(Machine.jdk(java)).append("\n\n");
            figures.append(LocalDate.now(ZoneOffset.UTC)).append(", ").append(Machine.describe());
            figures.append(settings.quick() ? ", with `--quick`\n\n" : "\n\n");
            figures.append(Table.of(measured, go, settings.whole())).append('\n');
        }
        return figures.toString();
    }

    private Map<String, Measurement> benchmarks(Path java) throws RunnerException {
        boolean quick = settings.quick();
        // Many short iterations: on a machine that others use too, some of them are not disturbed.
        TimeValue iteration = TimeValue.milliseconds(quick ? 100 : 200);
        Runner runner = new Runner(new OptionsBuilder()
                .include(settings.included())
                .jvm(java.toString())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 10 : 25)
                .warmupTime(iteration)
                .measurementIterations(quick ? 10 : 25)
                .measurementTime(iteration)
                .jvmArgsAppend("-Xbatch") // or a busy machine lets code run that has not been compiled yet
                .addProfiler(GCProfiler.class)
                .addProfiler(ProcessorTime.class)
                .build());
        return runner.run().stream().collect(Collectors.toMap(Benchmarks::name, Benchmarks::measurement));
    }

    /** Such as {@code Kubeconfig.parseLibrary:clusters=1}. */
    private static String name(RunResult result) {
        BenchmarkParams parameters = result.getParams();
        String name = parameters.getBenchmark().replaceAll("^.*\\.(\\w+)Benchmark\\.", "$1.");
        String values = parameters.getParamsKeys().stream()
                .map(key -> key + "=" + parameters.getParam(key))
                .collect(Collectors.joining(","));
        return values.isEmpty() ? name : name + ":" + values;
    }

    private static Measurement measurement(RunResult result) {
        double[] times = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration
                        .getSecondaryResults()
                        .get(ProcessorTime.RESULT)
                        .getScore())
                .sorted()
                .toArray();
        OptionalDouble bytes = result.getSecondaryResults().keySet().stream()
                .filter(name -> name.endsWith("gc.alloc.rate.norm"))
                .mapToDouble(name -> result.getSecondaryResults().get(name).getScore())
                .findFirst();
        return new Measurement(times[0], times[times.length / 2], bytes);
    }

    /** The Go program's shortest processor times. */
    private Map<String, Double> go() throws IOException {
        Map<String, Double> times = new HashMap<>();
        if (settings.go().isPresent()) {
            Matcher rows = GO_ROW.matcher(Files.readString(settings.go().get()));
            while (rows.find()) {
                times.merge(rows.group(1).strip(), Double.valueOf(rows.group(2)), Math::min);
            }
        }
        return times;
    }

    private static void replace(Path page, String figures) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " does not have the lines\n" + BEGIN + END);
        }
        Files.writeString(page, text.substring(0, begin) + BEGIN + "\n" + figures + text.substring(end));
    }
}
