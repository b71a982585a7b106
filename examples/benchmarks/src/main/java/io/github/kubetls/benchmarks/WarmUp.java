package io.github.kubetls.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Calls what is to be measured until the JVM has compiled it for good. It does so with a method that has no loop when that has
 * been called some 5,000 times, and whatever takes a millisecond is called less often while JMH warms up: its figure would be
 * that of a JVM that has just started, and of how busy the machine was.
 */
final class WarmUp {

    static final int CALLS = 8_000;

    private WarmUp() {}

    /**
     * Warms up.
     *
     * @param benchmarks what has the method to be measured, ready for it
     * @param parameters which method it is
     */
    static void run(Object benchmarks, BenchmarkParams parameters) throws ReflectiveOperationException {
        String name = parameters.getBenchmark();
        Method method = benchmarks.getClass().getMethod(name.substring(name.lastIndexOf('.') + 1));
        for (int i = 0; i < CALLS; i++) {
            try {
                method.invoke(benchmarks);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("the benchmark fails", e.getCause());
            }
        }
    }
}
