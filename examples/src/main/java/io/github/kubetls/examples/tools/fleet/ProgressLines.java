package io.github.kubetls.examples.tools.fleet;

import java.io.PrintWriter;

/** A line for each tenth of the fleet, for output that is no terminal. */
final class ProgressLines implements Progress {

    private static final int PARTS = 10;

    private final PrintWriter out;
    private final int nodes;
    private int told;

    ProgressLines(PrintWriter out, int nodes) {
        this.out = out;
        this.nodes = nodes;
    }

    @Override
    public void joined(int joined, double seconds) {
        int parts = (int) ((long) PARTS * joined / nodes);
        if (parts > told && parts < PARTS) {
            out.println("  " + Figures.count(joined) + " of " + Figures.count(nodes) + " nodes have joined");
            told = parts;
        }
    }

    @Override
    public void end() {
        // The report that follows says that all have joined.
    }
}
