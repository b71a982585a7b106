package io.github.kubetls.examples.tools.apiserver;

import java.time.Instant;

/**
 * A request, without the network that it came over.
 *
 * @param method      the HTTP method
 * @param uri         path and query, as they were sent
 * @param contentType the media type of the body; empty for none
 * @param accept      what the client accepts; empty for anything
 * @param body        the body; empty for none
 * @param client      where it comes from
 * @param received    when it came
 */
record ApiRequest(
        String method, String uri, String contentType, String accept, String body, Client client, Instant received) {

    /**
     * Where a request comes from.
     *
     * @param address   the IP address
     * @param userAgent what the client says that it is
     */
    record Client(String address, String userAgent) {}

    String rawPath() {
        int question = uri.indexOf('?');
        return question < 0 ? uri : uri.substring(0, question);
    }

    Query query() {
        int question = uri.indexOf('?');
        return Query.parse(question < 0 ? "" : uri.substring(question + 1));
    }
}
