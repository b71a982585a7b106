package io.github.kubetls.benchmarks;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Figure {

    private Figure() {}

    /** A time, with three significant digits. */
    static String time(double nanos) {
        if (nanos < 1e3) {
            return significant(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return significant(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? significant(nanos / 1e6) + " ms" : significant(nanos / 1e9) + " s";
    }

    /** An amount of memory, with three significant digits. */
    static String bytes(double bytes) {
        if (bytes < 1e4) {
            return String.format(Locale.ROOT, "%,.0f B", bytes);
        }
        return bytes < 1e6 ? significant(bytes / 1e3) + " KB" : significant(bytes / 1e6) + " MB";
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : "%.2f", ratio);
    }

    private static String significant(double value) {
        int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
