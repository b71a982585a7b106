package io.github.kubetls.benchmarks;

import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The rows in Markdown. */
final class Table {

    private static final String HEAD =
            "| work | ours | median | peer | median | | ours ÷ peer | ours allocates | Go | to be reached |\n"
                    + "| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | --- |\n";

    private Table() {}

    /**
     * The table.
     *
     * @param measured measurements by name
     * @param go       nanoseconds by the name of the row of the Go program
     * @param whole    whether everything should have been measured: a row that was not says so, rather than being left out
     */
    static String of(Map<String, Measurement> measured, Map<String, Double> go, boolean whole) {
        StringBuilder table = new StringBuilder(HEAD);
        for (Row row : Row.all()) {
            Measurement ours = measured.get(row.ours());
            if (ours != null) {
                table.append(line(row, ours, measured.get(row.peer()), go.get(row.go())));
            } else if (whole) {
                table.append("| " + row.work() + " | not measured | | | | | | | | |\n");
            }
        }
        return table.toString();
    }

    private static String line(Row row, Measurement ours, @Nullable Measurement peer, @Nullable Double go) {
        OptionalDouble peerNanos = peer == null ? OptionalDouble.empty() : OptionalDouble.of(peer.nanos());
        return "| " + row.work()
                + " | " + Figure.time(ours.nanos())
                + " | " + Figure.time(ours.median())
                + " | " + (peer == null ? missing(row) : Figure.time(peer.nanos()))
                + " | " + (peer == null ? "" : Figure.time(peer.median()))
                + " | " + row.peerIs()
                + " | " + (peer == null ? "" : Figure.ratio(ours.nanos() / peer.nanos()))
                + " | "
                + (ours.bytes().isEmpty() ? "" : Figure.bytes(ours.bytes().getAsDouble()))
                + " | " + (go == null ? "" : Figure.time(go))
                + " | " + row.goal().judge(ours, peerNanos) + " |\n";
    }

    private static String missing(Row row) {
        return row.peer().isEmpty() ? "" : "not measured";
    }
}
