package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One change of the store.
 *
 * @param version the resourceVersion of the change
 * @param key     which object
 * @param before  the object before; empty when it is new
 * @param after   the object afterwards; empty when it is gone
 */
record Change(long version, ObjectKey key, Optional<ObjectNode> before, Optional<ObjectNode> after) {}
