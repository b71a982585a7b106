package io.github.kubetls.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What only a whole process shows: its start, the walkthrough, and a fleet that joins. */
final class Processes {

    static final String COLD_START = "Process.coldStart";
    static final String WALKTHROUGH = "Process.walkthrough";
    static final String JOIN = "Process.join";
    static final String JOIN_CRYPTOGRAPHY = "Process.joinCryptography";
    static final String JOIN_ONE_THREAD = "Process.joinOneThread";
    static final String JOIN_TWO_THREADS = "Process.joinTwoThreads";

    private static final String TOOLS = "io.github.kubetls.examples.tools.";
    private static final Pattern THROUGHPUT = Pattern.compile("Throughput +([0-9.,]+) nodes/s");
    private static final Pattern OPERATION = Pattern.compile("(?m)^  .{22} \\S+ +([0-9.,]+) +([0-9]+) +[0-9.]+ %$");

    /** The API server and the controller manager: each has to verify what it is given, once. */
    private static final int PARTIES = 2;

    private static final Pattern SHARE = Pattern.compile("Raw cryptography: ([0-9.]+) % of a join");

    private final Path java;
    private final int runs;
    private final int nodes;

    /**
     * @param java  the program that runs them
     * @param quick whether few runs are enough
     */
    Processes(Path java, boolean quick) {
        this.java = java;
        this.runs = quick ? 3 : 15;
        this.nodes = quick ? 1000 : 10_000;
    }

    /** All measurements, by name. */
    Map<String, Measurement> measure() throws IOException, InterruptedException {
        Map<String, Measurement> measured = new LinkedHashMap<>();
        measured.put(COLD_START, coldStart());
        measured.put(WALKTHROUGH, walkthrough());
        String alone = join(1);
        double share = number(SHARE, alone) / 100;
        measured.put(JOIN, once(cryptography(alone, Integer.MAX_VALUE) / share));
        measured.put(JOIN_CRYPTOGRAPHY, once(cryptography(alone, PARTIES)));
        measured.put(JOIN_ONE_THREAD, once(1e9 / number(THROUGHPUT, alone)));
        measured.put(JOIN_TWO_THREADS, once(1e9 / number(THROUGHPUT, join(2))));
        return measured;
    }

    /** In turn, so that what else the machine does slows both. */
    private Measurement coldStart() throws IOException, InterruptedException {
        double[] empty = new double[runs];
        double[] all = new double[runs];
        for (int i = 0; i < runs; i++) {
            empty[i] = nanos(ColdStart.class.getName(), "empty");
            all[i] = nanos(ColdStart.class.getName());
        }
        Measurement less = of(empty);
        Measurement more = of(all);
        return Measurement.ofProcess(more.nanos() - less.nanos(), more.median() - less.median());
    }

    private Measurement walkthrough() throws IOException, InterruptedException {
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++) {
            times[i] = nanos("io.github.kubetls.examples.tasks.TlsBootstrapWalkthrough");
        }
        return of(times);
    }

    private static Measurement of(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return Measurement.ofProcess(sorted[0], sorted[sorted.length / 2]);
    }

    private static Measurement once(double nanos) {
        return Measurement.ofProcess(nanos, nanos);
    }

    /** The processor time of the cryptography of a join, in nanoseconds, with each operation at most so many times. */
    private static double cryptography(String report, int most) {
        return OPERATION
                .matcher(report)
                .results()
                .mapToDouble(operation -> 1e6
                        * Double.parseDouble(operation.group(1).replace(",", ""))
                        * Math.min(most, Integer.parseInt(operation.group(2))))
                .sum();
    }

    private double nanos(String mainClass, String... arguments) throws IOException, InterruptedException {
        long start = System.nanoTime();
        run(mainClass, arguments);
        return System.nanoTime() - start;
    }

    private String join(int threads) throws IOException, InterruptedException {
        return run(
                TOOLS + "FleetJoin",
                "--nodes=" + nodes * threads,
                "--threads=" + threads,
                "--warm-up=" + WarmUp.CALLS,
                "--ca=ecdsa",
                "--progress=never");
    }

    private String run(String mainClass, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(java.toString(), "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(mainClass + " ended with exit code " + process.exitValue() + ":\n" + output);
        }
        return output;
    }

    private static double number(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("there is no '" + pattern + "' in:\n" + text);
        }
        return Double.parseDouble(found.group(1).replace(",", ""));
    }
}
