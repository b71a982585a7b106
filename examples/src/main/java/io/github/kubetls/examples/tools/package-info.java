/**
 * Programs that give the library a network and files to work on; begin with
 * {@link io.github.kubetls.examples.tools.NodeAgent}, which does what a kubelet does.
 */
package io.github.kubetls.examples.tools;
