/**
 * Kubernetes RBAC objects as values: begin with {@link io.github.kubetls.rbac.BootstrapPolicy} for those of TLS
 * bootstrapping, and with {@link io.github.kubetls.rbac.RbacObject} to read any others.
 */
package io.github.kubetls.rbac;
