package io.github.kubetls.examples.hostile;

/** The counter that {@link StepAgent} writes into classes, those of the JDK among them: the loader of the JDK has to find it. */
public final class Steps {

    /** How many methods were begun and loops gone through. */
    public static long count;

    /** How many elements of arrays were copied at once. */
    public static long copied;

    private Steps() {}
}
