package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a request is answered with. */
sealed interface Answer {

    /**
     * A JSON document.
     *
     * @param code     the status code
     * @param body     the document
     * @param warnings texts for headers {@code Warning}
     */
    record Document(int code, JsonNode body, List<String> warnings) implements Answer {}

    /**
     * A plain text.
     *
     * @param text the text
     */
    record Text(String text) implements Answer {}

    /**
     * Events, until the watch is over.
     *
     * @param events   the events
     * @param finished called when the last one is sent, or nobody takes them any more
     */
    record Stream(WatchResponse events, Runnable finished) implements Answer {}

    static Document of(int code, JsonNode body) {
        return new Document(code, body, List.of());
    }

    default int statusCode() {
        return this instanceof Document document ? document.code() : 200;
    }
}
