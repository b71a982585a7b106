/** What servers of the examples have in common; begin with {@link io.github.kubetls.examples.tools.tls.ServerKeys}. */
package io.github.kubetls.examples.tools.tls;
