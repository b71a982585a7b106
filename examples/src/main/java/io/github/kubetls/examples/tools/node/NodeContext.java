package io.github.kubetls.examples.tools.node;

import io.github.kubetls.examples.tools.cli.Journal;

/**
 * What everything that a node requests has in common.
 *
 * @param connections the connections to the API server
 * @param journal     takes what happens
 * @param release     the release whose kubelet asks
 */
record NodeContext(NodeConnections connections, Journal journal, ServerRelease release) {}
