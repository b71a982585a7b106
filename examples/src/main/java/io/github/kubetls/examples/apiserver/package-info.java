/** An API server for TLS bootstrapping alone; begin with {@link io.github.kubetls.examples.apiserver.ControlPlaneServer}. */
package io.github.kubetls.examples.apiserver;
