/**
 * The kubeconfig file as a value, beginning with {@link io.github.kubetls.kubeconfig.Kubeconfig}: read, merged, checked,
 * edited and written as kubectl does.
 */
package io.github.kubetls.kubeconfig;
