/**
 * Kubernetes RBAC as values: begin with {@link io.github.kubetls.rbac.BootstrapPolicy} for the objects of TLS bootstrapping,
 * and with {@link io.github.kubetls.rbac.RbacAuthorizer} to ask who may do what.
 */
package io.github.kubetls.rbac;
