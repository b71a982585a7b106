/**
 * Who may do what, and why: begin with {@link io.github.kubetls.rbac.authorizer.RbacAuthorizer}, and ask
 * {@link io.github.kubetls.rbac.authorizer.NodeAuthorizer} before it, as a cluster does.
 */
package io.github.kubetls.rbac.authorizer;
