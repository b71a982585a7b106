package io.github.kubetls.examples.tools.fleet;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The clock that runs only while the current thread does. */
final class ProcessorTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessorTime() {}

    /** What the current thread has used so far, in nanoseconds. */
    static long ofThread() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
