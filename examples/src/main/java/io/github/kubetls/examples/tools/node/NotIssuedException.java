package io.github.kubetls.examples.tools.node;

import io.github.kubetls.examples.tools.cli.Journal;
import java.io.IOException;

/** There will be no certificate from a request; the message says why, as a kubelet does. */
final class NotIssuedException extends IOException {

    private static final long serialVersionUID = 1L;

    NotIssuedException(String message) {
        super(Journal.printable(message));
    }
}
