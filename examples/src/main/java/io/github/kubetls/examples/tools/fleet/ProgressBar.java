package io.github.kubetls.examples.tools.fleet;

import java.io.PrintWriter;

/** A bar that is drawn over itself, and wiped off at the end. */
final class ProgressBar implements Progress {

    private static final int WIDTH = 30;

    private final PrintWriter out;
    private final int nodes;
    private int drawn;

    ProgressBar(PrintWriter out, int nodes) {
        this.out = out;
        this.nodes = nodes;
    }

    @Override
    public void joined(int joined, double seconds) {
        int full = (int) ((long) WIDTH * joined / nodes);
        double rate = joined / seconds;
        String left = joined == 0 ? "" : ", " + Figures.seconds((nodes - joined) / rate) + " left";
        draw("[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + Figures.count(joined) + " of "
                + Figures.count(nodes) + " nodes, " + Figures.rate(rate) + left);
    }

    private void draw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        out.flush();
        drawn = line.length();
    }

    @Override
    public void end() {
        draw("");
        out.print("\r");
        out.flush();
    }
}
