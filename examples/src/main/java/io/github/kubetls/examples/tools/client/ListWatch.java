package io.github.kubetls.examples.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * First what there is, then every change of it, for ever: a list and watches that begin where the one before ended.
 *
 * <p>A failure is an exception, after which {@link #next} can be called again; the caller pauses in between. What happened
 * in the meantime is made up for: after a gap there is another list, what it adds or changes counts as changed, and what it
 * misses as deleted. An object that cannot be read is a failure too, and is passed over.
 *
 * @param <T> the kind of the objects
 */
public final class ListWatch<T extends Manifest> implements AutoCloseable {

    private static final int SHORTEST_WATCH_SECONDS = 300;
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final ApiClient client;
    private final String path;
    private final ObjectReader<T> reader;
    private final String selector;
    private final Queue<Change<T>> pending = new ArrayDeque<>();
    private final Map<String, T> known = new HashMap<>();
    private @Nullable Watch watch;
    private String resourceVersion = "";
    private boolean watchWasOfUse;
    private long watchEnds;

    /**
     * Watches the objects at a path.
     *
     * @param client   the client
     * @param path     where they are listed
     * @param reader   reads them
     * @param selector part of a query that ends with an ampersand; empty for all
     */
    ListWatch(ApiClient client, String path, ObjectReader<T> reader, String selector) {
        this.client = client;
        this.path = path;
        this.reader = reader;
        this.selector = selector;
    }

    /** Takes an object for known: it comes only when it is changed or deleted. */
    ListWatch<T> knowing(T request) {
        known.put(key(request.metadata()), request);
        return this;
    }

    /**
     * One change.
     *
     * @param <T>       the kind of the object
     * @param request   the object after the change, or before it was deleted
     * @param isDeleted whether it was deleted
     */
    public record Change<T>(T request, boolean isDeleted) {}

    /** Reads an object as the server sends it, alone or in a list. */
    @FunctionalInterface
    interface ObjectReader<T> {
        T read(JsonNode object) throws IOException;
    }

    private static String key(ObjectMeta metadata) {
        return metadata.namespace() + "/" + metadata.name();
    }

    /**
     * Waits for a change.
     *
     * @param patience how long
     * @return the change, or empty when there was none
     * @throws ApiException         when the server refuses
     * @throws IOException          when the server does not answer, or not sensibly, or the connection breaks
     * @throws InterruptedException when the thread is interrupted
     */
    public Optional<Change<T>> next(Duration patience) throws IOException, InterruptedException {
        try {
            if (pending.isEmpty()) {
                receive(patience);
            }
            return Optional.ofNullable(pending.poll());
        } catch (ApiException e) {
            stopWatching();
            if (!e.isExpired()) {
                throw e;
            }
            resourceVersion = "";
            rest(patience);
            return Optional.empty();
        } catch (IOException e) {
            stopWatching();
            throw e;
        }
    }

    /**
     * Tells whether everything that the server has said has been taken.
     *
     * @return whether the next change is one that the server has yet to tell
     */
    public boolean isCaughtUp() {
        return pending.isEmpty();
    }

    private void receive(Duration patience) throws IOException, InterruptedException {
        if (resourceVersion.isEmpty()) {
            list();
            return;
        }
        if (watch == null) {
            watch = watchOn();
        }
        Optional<Watch.Event> event = watch.next(patience);
        if (event.isPresent()) {
            take(event.get());
        } else if (watch.hasEnded()) {
            stopWatching();
            if (!watchWasOfUse) {
                rest(patience);
            }
        } else if (System.nanoTime() - watchEnds > 0) {
            throw new IOException("the server did not end the watch in time");
        }
    }

    /** So that a server that ends every watch at once is not asked again at once. */
    private static void rest(Duration patience) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.min(patience.toMillis(), LONGEST_REST.toMillis()));
    }

    private void list() throws IOException, InterruptedException {
        JsonNode list = client.get(path + "?" + selector);
        String version = list.path("metadata").path("resourceVersion").asText();
        if (version.isEmpty()) {
            throw new IOException("the server sent something that is no list");
        }
        IOException unreadable = null;
        Set<String> gone = new HashSet<>(known.keySet());
        for (JsonNode item : list.path("items")) {
            JsonNode metadata = item.path("metadata");
            gone.remove(metadata.path("namespace").asText() + "/"
                    + metadata.path("name").asText());
            try {
                changed(reader.read(item));
            } catch (IOException e) {
                unreadable = e;
            }
        }
        gone.forEach(key -> pending.add(new Change<>(Objects.requireNonNull(known.remove(key)), true)));
        resourceVersion = version;
        if (unreadable != null) {
            throw unreadable;
        }
    }

    private void changed(T request) {
        T before = known.put(key(request.metadata()), request);
        if (before == null || !isSame(before, request)) {
            pending.add(new Change<>(request, false));
        }
    }

    /** What has another version is another, and need not be compared field by field. */
    private boolean isSame(T one, T other) {
        return one.metadata().resourceVersion().equals(other.metadata().resourceVersion()) && one.equals(other);
    }

    private Watch watchOn() throws IOException, InterruptedException {
        watchWasOfUse = false;
        // Not all at once: each watch lasts five to ten minutes.
        int seconds = ThreadLocalRandom.current().nextInt(SHORTEST_WATCH_SECONDS, 2 * SHORTEST_WATCH_SECONDS);
        watchEnds = System.nanoTime() + Duration.ofSeconds(seconds).plus(GRACE).toNanos();
        return client.watch(path + "?" + selector + "watch=true&allowWatchBookmarks=true" + "&timeoutSeconds=" + seconds
                + "&resourceVersion=" + resourceVersion);
    }

    private void take(Watch.Event event) throws IOException {
        watchWasOfUse = true;
        // First: an object that cannot be read is not to come again.
        resourceVersion =
                event.object().path("metadata").path("resourceVersion").asText();
        if (!event.type().equals("BOOKMARK")) {
            T request = reader.read(event.object());
            if (event.type().equals("DELETED")) {
                known.remove(key(request.metadata()));
                pending.add(new Change<>(request, true));
            } else {
                changed(request);
            }
        }
    }

    private void stopWatching() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    @Override
    public void close() {
        stopWatching();
    }
}
