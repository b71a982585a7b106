package io.github.kubetls.examples.tools.apiserver;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Runs the controllers on a thread of its own: over all objects at first, then over what changes, and when time comes. */
final class ControllerLoop implements Runnable {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Store store;
    private final List<Controller> controllers;
    private final Clock clock;
    private final PrintWriter problems;
    private final CountDownLatch settled = new CountDownLatch(1);

    ControllerLoop(Store store, List<Controller> controllers, Clock clock, PrintWriter problems) {
        this.store = store;
        this.controllers = List.copyOf(controllers);
        this.clock = clock;
        this.problems = problems;
    }

    /** Waits until all objects that were there at the start have been looked at. */
    void awaitSettled() throws InterruptedException {
        settled.await();
    }

    @Override
    public void run() {
        try {
            long version = showAll();
            while (!store.isClosed()) {
                Instant next = workAll();
                settled.countDown();
                version = follow(version, next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            settled.countDown();
        }
    }

    private long showAll() {
        long version = store.version();
        Set<ObjectKey> keys = new LinkedHashSet<>();
        for (ApiResource resource : ApiResource.values()) {
            store.list(resource, "").objects().forEach(object -> {
                Metadata metadata = Metadata.of(object);
                keys.add(new ObjectKey(resource, metadata.namespace(), metadata.name()));
            });
        }
        keys.forEach(this::show);
        return version;
    }

    private long follow(long version, Instant next) throws InterruptedException {
        List<Change> changes;
        try {
            changes = store.await(version, Duration.between(clock.instant(), next));
        } catch (ApiFailure tooFarBehind) {
            return showAll();
        }
        // An object that changed twice is looked at once, as it is now.
        Set<ObjectKey> keys = new LinkedHashSet<>();
        changes.forEach(change -> keys.add(change.key()));
        keys.forEach(this::show);
        return changes.isEmpty() ? version : changes.get(changes.size() - 1).version();
    }

    private void show(ObjectKey key) {
        controllers.forEach(controller -> guarded(controller, it -> it.changed(key, store.get(key))));
    }

    private Instant workAll() {
        Instant now = clock.instant();
        Instant[] next = {now.plus(LONGEST_WAIT)};
        for (Controller controller : controllers) {
            guarded(controller, it -> {
                Instant due = it.work(now);
                next[0] = due.isBefore(next[0]) ? due : next[0];
            });
        }
        return next[0];
    }

    /** A controller that fails on one object goes on with the next. */
    private void guarded(Controller controller, Consumer<Controller> action) {
        try {
            action.accept(controller);
        } catch (RuntimeException e) {
            problems.println(controller.getClass().getSimpleName() + ": " + e);
        }
    }
}
