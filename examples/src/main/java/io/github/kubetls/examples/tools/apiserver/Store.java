package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The objects, their versions, and what happened to them lately.
 *
 * <p>Every change gets the next version, is on the disk before it can be seen, and wakes who waits for changes. Objects that
 * come out of the store are shared: nobody may change them.
 */
final class Store implements AutoCloseable {

    /** The state of some objects at one moment. */
    record Snapshot(long version, List<ObjectNode> objects) {}

    /** As much as etcd takes by default, in characters of JSON: an object may grow by small requests. */
    static final int LARGEST_OBJECT = 3 << 19;

    private static final int HISTORY = 10_000;
    /** All changes together that are remembered, in characters of JSON. */
    private static final int LONGEST_HISTORY = 32 << 20;

    private static final int MOST_LINES_APPENDED = 20_000;
    private static final Comparator<ObjectKey> ORDER = Comparator.comparing(ObjectKey::resource)
            .thenComparing(ObjectKey::namespace)
            .thenComparing(ObjectKey::name);

    private final NavigableMap<ObjectKey, ObjectNode> objects = new TreeMap<>(ORDER);
    private final NavigableMap<Long, Change> history = new TreeMap<>();
    private final Deque<Integer> historySizes = new ArrayDeque<>();
    private long historySize;
    private final Path file;
    private StateFile stateFile;
    private int linesAppended;
    private boolean failed;
    private long version;
    private long oldest;
    private boolean closed;

    /**
     * Opens a store.
     *
     * @param file the file with its state; made when it is not there
     * @throws IOException when it cannot be read or written
     */
    Store(Path file) throws IOException {
        this.file = file;
        StateFile.read(file).forEach(this::apply);
        oldest = version;
        stateFile = StateFile.create(file, living());
    }

    /** What makes the state anew: all objects, and last the version, which a deletion may have been the last to use. */
    private List<Change> living() {
        List<Change> changes = new ArrayList<>();
        objects.forEach((key, object) -> changes.add(new Change(version, key, Optional.empty(), Optional.of(object))));
        return changes;
    }

    synchronized boolean isEmpty() {
        return objects.isEmpty();
    }

    synchronized long version() {
        return version;
    }

    synchronized Optional<ObjectNode> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** The objects of a resource in a namespace, or in all when it is empty. */
    synchronized Snapshot list(ApiResource resource, String namespace) {
        List<ObjectNode> found = new ArrayList<>();
        for (var entry :
                objects.tailMap(new ObjectKey(resource, namespace, ""), true).entrySet()) {
            ObjectKey key = entry.getKey();
            boolean over = key.resource() != resource
                    || !namespace.isEmpty() && !key.namespace().equals(namespace);
            if (over) {
                break;
            }
            found.add(entry.getValue());
        }
        return new Snapshot(version, found);
    }

    /**
     * Stores a new object, or returns nothing when there is one already.
     *
     * @throws ApiFailure when it is too large
     */
    synchronized Optional<ObjectNode> insert(ObjectKey key, ObjectNode object) {
        return objects.containsKey(key) ? Optional.empty() : Optional.of(put(key, object));
    }

    /**
     * Replaces an object, or returns nothing when it is not the expected one any more.
     *
     * @throws ApiFailure when it has become too large
     */
    synchronized Optional<ObjectNode> replace(ObjectKey key, ObjectNode expected, ObjectNode object) {
        return objects.get(key) == expected ? Optional.of(put(key, object)) : Optional.empty();
    }

    /** Removes an object, unless it is not the expected one any more. */
    synchronized boolean remove(ObjectKey key, ObjectNode expected) {
        if (objects.get(key) != expected) {
            return false;
        }
        int size = expected.toString().length();
        record(new Change(version + 1, key, Optional.of(expected), Optional.empty()), size);
        return true;
    }

    private ObjectNode put(ObjectKey key, ObjectNode object) {
        ObjectNode stored = object.deepCopy();
        Metadata.of(stored).version(version + 1);
        int size = stored.toString().length();
        if (size > LARGEST_OBJECT) {
            throw ApiFailure.tooLarge(LARGEST_OBJECT);
        }
        record(new Change(version + 1, key, Optional.ofNullable(objects.get(key)), Optional.of(stored)), size);
        return stored;
    }

    private void record(Change change, int size) {
        write(change);
        apply(change);
        history.put(version, change);
        historySizes.add(size);
        historySize += size;
        while (history.size() > HISTORY || historySize > LONGEST_HISTORY) {
            oldest = history.pollFirstEntry().getKey();
            historySize -= historySizes.remove();
        }
        notifyAll();
    }

    private void apply(Change change) {
        version = change.version();
        change.after().ifPresentOrElse(object -> objects.put(change.key(), object), () -> objects.remove(change.key()));
    }

    private void write(Change change) {
        if (failed) {
            throw new IllegalStateException("the state could not be written before");
        }
        // Until it is done, nobody knows what is on the disk; a line after half a line would spoil both.
        failed = true;
        try {
            if (++linesAppended > MOST_LINES_APPENDED) {
                stateFile.close();
                stateFile = StateFile.create(file, living());
                linesAppended = 0;
            }
            stateFile.append(change);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the state", e);
        }
        failed = false;
    }

    /**
     * Waits for changes after a version.
     *
     * @param after the version
     * @param time  how long to wait at most
     * @return the changes, in order; none when the time is over or the store is closed
     * @throws ApiFailure           when changes after the version are forgotten already
     * @throws InterruptedException when the thread is interrupted
     */
    synchronized List<Change> await(long after, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (version <= after && !closed) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return List.of();
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (after < oldest) {
            throw ApiFailure.expired(after, oldest);
        }
        return closed ? List.of() : List.copyOf(history.tailMap(after, false).values());
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends every wait; nothing can be written any more. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        notifyAll();
        stateFile.close();
    }
}
