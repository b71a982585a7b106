/** What a node does to get its certificates and to keep them; begin with {@link io.github.kubetls.examples.tools.node.Node}. */
package io.github.kubetls.examples.tools.node;
