package io.github.kubetls.examples.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.kubetls.examples.tools.cli.Journal;
import java.io.IOException;

/**
 * An answer of the server that is no success.
 *
 * <p>An API server says why in a {@code Status}; whatever answers in its place, a proxy for example, does not.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API concepts</a>
 */
public final class ApiException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_MESSAGE = 1000;

    private final int httpStatus;
    private final boolean apiStatus;
    private final String reason;

    private ApiException(int httpStatus, boolean apiStatus, String reason, String message) {
        super(message);
        this.httpStatus = httpStatus;
        this.apiStatus = apiStatus;
        this.reason = reason;
    }

    /**
     * Reads an answer.
     *
     * @param httpStatus the status of the response
     * @param body       the JSON of its body, a missing node when it had none
     * @return the exception
     */
    static ApiException of(int httpStatus, JsonNode body) {
        if (!body.path("kind").asText().equals("Status")) {
            return new ApiException(httpStatus, false, "", "the server answered with HTTP status " + httpStatus);
        }
        int code = body.path("code").asInt(httpStatus);
        String message = body.path("message").asText();
        String words = message.isEmpty() ? "the server answered with HTTP status " + code : printable(message);
        return new ApiException(code, true, body.path("reason").asText(), words);
    }

    /** What a server says may end up on a terminal. */
    private static String printable(String message) {
        String line = Journal.printable(message);
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
    }

    /**
     * Returns the status of the response.
     *
     * @return the HTTP status, such as 403
     */
    public int httpStatus() {
        return httpStatus;
    }

    /**
     * Tells whether the answer came from an API server.
     *
     * @return whether it was a {@code Status}
     */
    public boolean isApiStatus() {
        return apiStatus;
    }

    /**
     * Tells whether there is no such object, or no such resource.
     *
     * @return whether the status is 404
     */
    public boolean isNotFound() {
        return httpStatus == 404;
    }

    /**
     * Tells whether an object to be created is there already.
     *
     * @return whether the reason is {@code AlreadyExists}
     */
    public boolean isAlreadyExists() {
        return reason.equals("AlreadyExists");
    }

    /**
     * Tells whether an object was changed by someone else since it was read.
     *
     * @return whether the reason is {@code Conflict}
     */
    public boolean isConflict() {
        return reason.equals("Conflict");
    }

    /**
     * Tells whether a watch has to begin with a list again.
     *
     * @return whether the resource version was too old
     */
    public boolean isExpired() {
        return httpStatus == 410;
    }
}
