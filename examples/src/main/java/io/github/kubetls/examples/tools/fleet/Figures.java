package io.github.kubetls.examples.tools.fleet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Numbers as people read them. */
final class Figures {

    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;
    private static final double MICROSECOND = 1e3;

    private static final int SIGNIFICANT_DIGITS = 3;

    private Figures() {}

    /** A whole number, with its thousands set apart. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A number of nodes. */
    static String nodes(long count) {
        return count(count) + (count == 1 ? " node" : " nodes");
    }

    /** Three significant digits, and whole numbers in full, such as 0.0123, 1.23, 123 or 1,234. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(SIGNIFICANT_DIGITS));
        int beforePoint = rounded.precision() - rounded.scale();
        return String.format(Locale.ROOT, "%,." + Math.max(0, SIGNIFICANT_DIGITS - beforePoint) + "f", value);
    }

    /** A round number without the zeros at its end, such as 0.5, 20 or 1,000. */
    static String round(double value) {
        BigDecimal exact = new BigDecimal(value, new MathContext(6)).stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(0, exact.scale()) + "f", exact);
    }

    /** A duration in the unit that suits it, such as 870 µs or 1.23 ms. */
    static String duration(double nanos) {
        return inUnit(nanos, Figures::number);
    }

    /** A round duration in the unit that suits it, such as 500 µs or 2 ms. */
    static String roundDuration(double nanos) {
        return inUnit(nanos, Figures::round);
    }

    private static String inUnit(double nanos, DoubleFunction<String> number) {
        if (nanos >= SECOND) {
            return number.apply(nanos / SECOND) + " s";
        }
        return nanos >= MILLISECOND
                ? number.apply(nanos / MILLISECOND) + " ms"
                : number.apply(nanos / MICROSECOND) + " µs";
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
