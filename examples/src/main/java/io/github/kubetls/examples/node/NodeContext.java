package io.github.kubetls.examples.node;

import io.github.kubetls.KubernetesRelease;
import org.jspecify.annotations.Nullable;

/**
 * What everything that a node requests has in common.
 *
 * @param connections the connections to the API server
 * @param journal     takes what happens
 * @param release     the release whose kubelet asks; null for one that fits the server
 */
record NodeContext(
        NodeConnections connections,
        Journal journal,
        @Nullable KubernetesRelease release) {}
