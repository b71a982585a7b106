/**
 * One short class a task, to copy from. Begin with {@link io.github.kubetls.examples.tasks.TlsBootstrapWalkthrough}, which does
 * everything that happens in a TLS bootstrap; {@link io.github.kubetls.examples.tasks.CallSites} has the snippets of the README.
 */
package io.github.kubetls.examples.tasks;
