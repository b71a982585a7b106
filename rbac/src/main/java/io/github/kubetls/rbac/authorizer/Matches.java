package io.github.kubetls.rbac.authorizer;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The bindings that concern a user, in the order in which they are asked, each once and with the first of its subjects that the
 * user is. Whoever stops early pays for what it has seen only.
 */
final class Matches implements Iterator<BindingIndex.Match> {

    private final PriorityQueue<Run> runs = new PriorityQueue<>();

    /** Matches of one subject, in order, from one of them on. */
    private static final class Run implements Comparable<Run> {

        private final List<BindingIndex.Match> matches;
        private int next;

        Run(List<BindingIndex.Match> matches) {
            this.matches = matches;
        }

        BindingIndex.Match first() {
            return matches.get(next);
        }

        @Override
        public int compareTo(Run other) {
            return Long.compare(first().place(), other.first().place());
        }
    }

    /** Adds the matches of one subject, in order. */
    void add(List<BindingIndex.Match> matches) {
        if (!matches.isEmpty()) {
            runs.add(new Run(matches));
        }
    }

    @Override
    public boolean hasNext() {
        return !runs.isEmpty();
    }

    @Override
    public BindingIndex.Match next() {
        Run run = runs.peek();
        if (run == null) {
            throw new NoSuchElementException();
        }
        BindingIndex.Match match = run.first();
        do {
            runs.remove();
            run.next++;
            if (run.next < run.matches.size()) {
                runs.add(run);
            }
            run = runs.peek();
        } while (run != null && run.first().binding() == match.binding());
        return match;
    }
}
