package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** One of the loops of kube-controller-manager. */
interface Controller {

    /**
     * Looks at an object that is new or has changed.
     *
     * @param key    which object
     * @param object the object as it is now; empty when it is gone
     */
    default void changed(ObjectKey key, Optional<ObjectNode> object) {}

    /**
     * Does what is due.
     *
     * @param now the time
     * @return when something is due next, if nothing changes before
     */
    default Instant work(Instant now) {
        return Instant.MAX;
    }
}
