package io.github.kubetls.examples;

/** A step of an example that did not go as it should; the message says which and why, without secrets. */
final class StoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoryException(String message) {
        super(message);
    }
}
