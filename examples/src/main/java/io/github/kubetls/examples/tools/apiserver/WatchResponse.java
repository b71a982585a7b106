package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The changes of the selected objects, as events, until its time is over. */
final class WatchResponse {

    /** Takes the events; what it throws ends the watch. */
    interface Sink {

        void accept(ObjectNode event) throws IOException;

        /** Fails when nobody takes events any more. */
        void requireClient() throws IOException;
    }

    /** A client whose machine is gone without a word keeps its thread no longer than this. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration BETWEEN_BOOKMARKS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS_AT_CLIENT = Duration.ofSeconds(1);

    private final Store store;
    private final Selection selection;
    private final Query query;
    private final Presentation presentation;
    private long version;
    private boolean columnsShown;

    /**
     * Prepares a watch.
     *
     * @throws ApiFailure when the version to start from is unusable
     */
    WatchResponse(Store store, Selection selection, Query query, Presentation presentation) {
        this.store = store;
        this.selection = selection;
        this.query = query;
        this.presentation = presentation;
        this.version = Versions.parse(query, store.version());
    }

    /**
     * Sends events until the watch is over.
     *
     * @param sink takes the events
     * @throws IOException when the sink does
     */
    void run(Sink sink) throws IOException {
        try {
            if (version == 0 || query.flag("sendInitialEvents")) {
                sendExisting(sink);
            }
            long end = System.nanoTime() + length().toNanos();
            while (end - System.nanoTime() > 0 && !store.isClosed()) {
                follow(sink, Math.min(end, System.nanoTime() + BETWEEN_BOOKMARKS.toNanos()));
                bookmark(sink);
            }
        } catch (ApiFailure failure) {
            sink.accept(event("ERROR", failure.status()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration length() {
        long timeout = query.number("timeoutSeconds");
        return timeout > 0 && timeout < LONGEST.toSeconds() ? Duration.ofSeconds(timeout) : LONGEST;
    }

    private void sendExisting(Sink sink) throws IOException {
        Store.Snapshot snapshot = store.list(selection.resource(), selection.namespace());
        for (ObjectNode object : snapshot.objects()) {
            if (selection.matches(object)) {
                send(sink, "ADDED", object);
            }
        }
        version = snapshot.version();
        if (query.flag("sendInitialEvents")) {
            ObjectNode bookmark = bookmark();
            Json.child(Json.child(bookmark, "metadata"), "annotations").put("k8s.io/initial-events-end", "true");
            sink.accept(event("BOOKMARK", bookmark));
        }
    }

    /** Sends changes until a moment of {@link System#nanoTime}. */
    private void follow(Sink sink, long end) throws IOException, InterruptedException {
        long left;
        while ((left = end - System.nanoTime()) > 0 && !store.isClosed()) {
            Duration pause = Duration.ofNanos(Math.min(left, BETWEEN_LOOKS_AT_CLIENT.toNanos()));
            for (Change change : store.await(version, pause)) {
                version = change.version();
                if (selection.concerns(change.key())) {
                    send(sink, change);
                }
            }
            sink.requireClient();
        }
    }

    /** Tells a client that knows bookmarks how far it has seen everything. */
    private void bookmark(Sink sink) throws IOException {
        if (query.flag("allowWatchBookmarks") && !store.isClosed()) {
            sink.accept(event("BOOKMARK", bookmark()));
        }
    }

    /** An object that comes into the selection is added, one that leaves it is deleted, whatever really happened. */
    private void send(Sink sink, Change change) throws IOException {
        Optional<ObjectNode> before = change.before().filter(selection::matches);
        Optional<ObjectNode> after = change.after().filter(selection::matches);
        if (after.isPresent()) {
            send(sink, before.isPresent() ? "MODIFIED" : "ADDED", after.get());
        } else if (before.isPresent()) {
            ObjectNode last = before.get().deepCopy();
            Metadata.of(last).version(change.version());
            send(sink, "DELETED", last);
        }
    }

    private void send(Sink sink, String type, ObjectNode object) throws IOException {
        sink.accept(event(type, presentation.event(object, !columnsShown)));
        columnsShown = true;
    }

    private ObjectNode bookmark() {
        ObjectNode bookmark = Json.object()
                .put("kind", selection.resource().kind())
                .put("apiVersion", selection.resource().apiVersion());
        Metadata.of(bookmark).version(version);
        return presentation.event(bookmark, false);
    }

    private static ObjectNode event(String type, ObjectNode object) {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", object);
        return event;
    }
}
