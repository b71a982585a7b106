package io.github.kubetls.examples.tools.fleet;

import java.io.PrintWriter;
import java.util.Locale;

/** Is told from time to time how far a fleet is. */
public interface Progress {

    /**
     * Takes note.
     *
     * @param nodes   how many nodes have joined
     * @param seconds since the first of them began
     */
    void joined(int nodes, double seconds);

    /** Takes note that nothing more will come. */
    void end();

    /** Shows nothing. */
    record NoProgress() implements Progress {

        @Override
        public void joined(int nodes, double seconds) {}

        @Override
        public void end() {}
    }

    /** When a bar is drawn, by the names of the option {@code --progress}. */
    enum Mode {
        /** On a terminal a bar; otherwise a line for each tenth of the fleet. */
        AUTO,
        /** A bar. */
        ALWAYS,
        /** Nothing at all. */
        NEVER;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Shows progress on the terminal.
     *
     * @param out   takes the bar or the lines
     * @param mode  when as a bar
     * @param nodes how many nodes there are in all
     * @return the progress
     */
    static Progress on(PrintWriter out, Mode mode, int nodes) {
        if (mode == Mode.ALWAYS || mode == Mode.AUTO && isTerminal()) {
            return new ProgressBar(out, nodes);
        }
        return mode == Mode.AUTO ? new ProgressLines(out, nodes) : new NoProgress();
    }

    private static boolean isTerminal() {
        // Some releases after 17 have a console without a terminal too, unless they are told not to.
        System.setProperty("jdk.console", "java.base");
        return System.console() != null;
    }
}
