/** Kubernetes RBAC as values. */
package io.github.kubetls.rbac;
