package io.github.kubetls.examples.tools.controller;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Which items are to be worked on, and when: a work queue as the controllers of Kubernetes have it.
 *
 * <p>An item waits once, however often it is added, and is never worked on by two at the same time: one that is added
 * meanwhile comes again afterwards. One whose work failed comes again after a pause of its own, and holds up no other.
 *
 * <p>Of the items that are due one is drawn: several processes that work on the same items are not to begin with the same ones.
 */
final class WorkQueue {

    private record Entry(long due, long number, String item) {}

    private final IntervalFunction backoff;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final List<String> due = new ArrayList<>();
    private final Set<String> isDue = new HashSet<>();
    private final TreeSet<Entry> later =
            new TreeSet<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::number));
    private final Map<String, Entry> waiting = new HashMap<>();
    private final Set<String> inWork = new HashSet<>();
    private final Set<String> addedMeanwhile = new HashSet<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final long start;
    private long number;
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param backoff  how long an item waits after so many failures
     * @param nanoTime a clock that is never set back, such as {@link System#nanoTime}
     * @param random   draws the items
     */
    WorkQueue(IntervalFunction backoff, LongSupplier nanoTime, RandomGenerator random) {
        this.backoff = backoff;
        this.nanoTime = nanoTime;
        this.random = random;
        this.start = nanoTime.getAsLong();
    }

    /** Adds an item that is to be worked on at once. */
    synchronized void add(String item) {
        if (inWork.contains(item)) {
            addedMeanwhile.add(item);
        } else {
            schedule(item);
        }
    }

    /** Waits for an item and takes it; empty when the queue is closed. It ends with {@link #done} or {@link #retry}. */
    synchronized Optional<String> take() throws InterruptedException {
        while (!closed) {
            Optional<String> item = poll();
            if (item.isPresent()) {
                return item;
            }
            if (later.isEmpty()) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, later.first().due() - now());
            }
        }
        return Optional.empty();
    }

    /** Takes an item that is due; empty when none is. */
    synchronized Optional<String> poll() {
        while (!later.isEmpty() && later.first().due() <= now()) {
            String item = later.pollFirst().item();
            waiting.remove(item);
            becomeDue(item);
        }
        if (due.isEmpty()) {
            return Optional.empty();
        }
        int drawn = random.nextInt(due.size());
        Collections.swap(due, drawn, due.size() - 1);
        String item = due.remove(due.size() - 1);
        isDue.remove(item);
        inWork.add(item);
        return Optional.of(item);
    }

    /** Ends the work on an item, which succeeded. */
    synchronized void done(String item) {
        failures.remove(item);
        release(item);
    }

    /** Ends the work on an item, which failed. */
    synchronized void retry(String item) {
        int failed = failures.merge(item, 1, Integer::sum);
        Duration delay = Duration.ofMillis(backoff.apply(failed));
        release(item);
        if (!isDue.contains(item)) {
            Entry entry = new Entry(now() + delay.toNanos(), number++, item);
            later.add(entry);
            waiting.put(item, entry);
            notifyAll();
        }
    }

    /** Lets nobody take anything any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void release(String item) {
        inWork.remove(item);
        if (addedMeanwhile.remove(item)) {
            schedule(item);
        }
    }

    private void schedule(String item) {
        Entry entry = waiting.remove(item);
        if (entry != null) {
            later.remove(entry);
        }
        becomeDue(item);
        notifyAll();
    }

    private void becomeDue(String item) {
        if (isDue.add(item)) {
            due.add(item);
        }
    }

    private long now() {
        return nanoTime.getAsLong() - start;
    }
}
