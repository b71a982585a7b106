/** What the programs have in common as programs; begin with {@link io.github.kubetls.examples.tools.cli.Program}. */
package io.github.kubetls.examples.tools.cli;
