package io.github.kubetls.examples.fleet;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;
    private static final double MICROSECOND = 1e3;

    private Figures() {}

    /** A whole number, with its thousands set apart. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Three significant digits, such as 0.0123, 1.23, 123 or 1,230. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) * (1 + 1e-9))));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A duration in the unit that suits it, such as 870 us or 1.23 ms. */
    static String duration(double nanos) {
        if (nanos >= SECOND) {
            return number(nanos / SECOND) + " s";
        }
        return nanos >= MILLISECOND ? number(nanos / MILLISECOND) + " ms" : number(nanos / MICROSECOND) + " \u00b5s";
    }

    /** A duration in milliseconds, without the unit, as columns of a table have it. */
    static String milliseconds(double nanos) {
        return String.format(Locale.ROOT, "%,.3f", nanos / MILLISECOND);
    }

    static String seconds(double seconds) {
        return number(seconds) + " s";
    }

    static String rate(double perSecond) {
        return number(perSecond) + " nodes/s";
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A percentile as a heading: p50, p99.9 and, for the last one, max. */
    static String percentile(double percent) {
        if (percent == 100) {
            return "max";
        }
        return "p" + (percent == Math.rint(percent) ? Integer.toString((int) percent) : Double.toString(percent));
    }
}
