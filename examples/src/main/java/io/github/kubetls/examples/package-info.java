/**
 * One runnable class a task. Begin with {@link io.github.kubetls.examples.TlsBootstrapWalkthrough}, which does everything
 * that happens in a TLS bootstrap; {@link io.github.kubetls.examples.CallSites} has the snippets of the README.
 */
package io.github.kubetls.examples;
