/** The kubeconfig file as a value. */
package io.github.kubetls.kubeconfig;
