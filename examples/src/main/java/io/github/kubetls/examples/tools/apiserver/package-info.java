/** An API server for TLS bootstrapping alone; begin with {@link io.github.kubetls.examples.tools.apiserver.ControlPlaneServer}. */
package io.github.kubetls.examples.tools.apiserver;
