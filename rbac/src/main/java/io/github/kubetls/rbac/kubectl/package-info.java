/**
 * What kubectl does with RBAC objects: begin with {@link io.github.kubetls.rbac.kubectl.CreateCommand} for
 * {@code kubectl create}, and with {@link io.github.kubetls.rbac.kubectl.Reconciliation} for {@code kubectl auth reconcile}.
 */
package io.github.kubetls.rbac.kubectl;
