/**
 * One short class a task, to copy from. Begin with {@link io.github.kubetls.examples.tasks.TlsBootstrapWalkthrough}, which does
 * everything that happens in a TLS bootstrap; {@code FirstBootstrap} is the program
 * of the README. The pages under {@code docs/tasks} show parts of the others.
 */
package io.github.kubetls.examples.tasks;
