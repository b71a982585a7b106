package io.github.kubetls.examples.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A watch: the changes of a collection as the server sends them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Efficient
 *     detection of changes</a>
 */
final class Watch implements AutoCloseable {

    private final LineBody body;

    Watch(LineBody body) {
        this.body = body;
    }

    /**
     * One change.
     *
     * @param type   {@code ADDED}, {@code MODIFIED}, {@code DELETED} or {@code BOOKMARK}
     * @param object the object after the change, or before it was deleted
     */
    record Event(String type, JsonNode object) {}

    /**
     * Waits for a change.
     *
     * @param patience how long
     * @return the change; empty when none came in time, or the server has ended the watch
     * @throws ApiException         when the server ends the watch with an error
     * @throws IOException          when the connection breaks, or what comes is no event
     * @throws InterruptedException when the thread is interrupted
     */
    Optional<Event> next(Duration patience) throws IOException, InterruptedException {
        Optional<String> line = body.nextLine(patience);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        JsonNode event = ApiClient.json(line.get());
        String type = event.path("type").asText();
        JsonNode object = event.path("object");
        if (!object.isObject()) {
            throw new IOException("the server sent something that is no event");
        }
        if (type.equals("ERROR")) {
            throw ApiException.of(object.path("code").asInt(), object);
        }
        return Optional.of(new Event(type, object));
    }

    boolean hasEnded() {
        return body.hasEnded();
    }

    @Override
    public void close() {
        body.close();
    }
}
