package io.github.kubetls.examples.tools.fleet;

import java.util.ArrayList;
import java.util.List;

/** An axis of a chart: from values to places in the picture, and the round values that it is labelled with. */
final class Scale {

    /** How far apart the labels of an axis have to be: beside each other, or above each other. */
    private static final double BESIDE = 54;

    private static final double ABOVE = 24;
    private static final int[] ROUND = {1, 2, 5};

    private final boolean logarithmic;
    private final double first;
    private final double last;
    private final double start;
    private final double end;

    private Scale(boolean logarithmic, double first, double last, double start, double end) {
        this.logarithmic = logarithmic;
        this.first = first;
        this.last = last;
        this.start = start;
        this.end = end;
    }

    /** From 0 to a value, which need not be round. */
    static Scale linear(double last, double start, double end) {
        return new Scale(false, 0, last, start, end);
    }

    /** From 0 to the next round value that is not below the highest one. */
    static Scale upTo(double highest, double start, double end) {
        double step = linear(highest, start, end).step();
        return linear(step * Math.ceil(highest / step), start, end);
    }

    /** From one positive value to another, with the same room for every power of ten. */
    static Scale logarithmic(double first, double last, double start, double end) {
        return new Scale(true, first, last, start, end);
    }

    double at(double value) {
        double fraction =
                logarithmic ? Math.log(value / first) / Math.log(last / first) : (value - first) / (last - first);
        return start + fraction * (end - start);
    }

    /** The round values from the first to the last, not too close to each other. */
    List<Double> ticks() {
        return logarithmic ? logarithmicTicks() : linearTicks();
    }

    /** In a picture, up is less. */
    private double closest() {
        return end < start ? ABOVE : BESIDE;
    }

    private double step() {
        double least = closest() / Math.abs(end - start) * (last - first);
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int digit : ROUND) {
            if (digit * power >= least) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    private List<Double> linearTicks() {
        List<Double> ticks = new ArrayList<>();
        double step = step();
        for (int i = 0; i * step <= last * (1 + 1e-9); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private List<Double> logarithmicTicks() {
        List<Double> ticks = new ArrayList<>();
        double decade = Math.abs(end - start) / Math.log10(last / first);
        boolean crowded = decade * Math.log10(2) < closest();
        for (int power = (int) Math.floor(Math.log10(first)); Math.pow(10, power) <= last; power++) {
            for (int digit : ROUND) {
                double value = digit * Math.pow(10, power);
                if (value >= first && value <= last && (digit == 1 || !crowded)) {
                    ticks.add(value);
                }
            }
        }
        return ticks;
    }
}
