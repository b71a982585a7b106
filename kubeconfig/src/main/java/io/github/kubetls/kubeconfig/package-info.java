/**
 * The kubeconfig file as a value, beginning with {@link io.github.kubetls.kubeconfig.Kubeconfig}: read, merged, checked and
 * written as kubectl does.
 */
package io.github.kubetls.kubeconfig;
