package io.github.kubetls.examples.tools.controller;

/** Nothing came of a request for now; it is looked at again later. The message says why, in the words of Kubernetes. */
final class UnsettledException extends Exception {

    private static final long serialVersionUID = 1L;

    UnsettledException(String message) {
        super(message);
    }
}
