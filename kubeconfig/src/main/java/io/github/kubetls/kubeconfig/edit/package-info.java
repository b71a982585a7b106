/** What {@code kubectl config} does to a kubeconfig, beginning with {@link io.github.kubetls.kubeconfig.edit.KubectlEdits}. */
package io.github.kubetls.kubeconfig.edit;
