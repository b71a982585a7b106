package io.github.kubetls.examples.node;

import java.io.PrintWriter;

/** Tells what a node does, a line each: progress here, problems there. Servers have a say in them, terminals have not. */
public final class Journal {

    private final PrintWriter output;
    private final PrintWriter problems;
    private String lastProblem = "";

    /**
     * Writes on two streams.
     *
     * @param output   takes the progress
     * @param problems takes the problems
     */
    public Journal(PrintWriter output, PrintWriter problems) {
        this.output = output;
        this.problems = problems;
    }

    synchronized void tell(String line) {
        output.println(printable(line));
        lastProblem = "";
    }

    /** Tells a problem; one that lasts is told once. */
    synchronized void warn(String problem) {
        if (!problem.equals(lastProblem)) {
            problems.println(printable(problem));
            lastProblem = problem;
        }
    }

    static String printable(String line) {
        return line.replaceAll("\\p{Cntrl}+", " ");
    }
}
