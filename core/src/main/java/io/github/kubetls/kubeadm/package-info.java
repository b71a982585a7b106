/**
 * The files that kubeadm makes for a control plane, beginning with {@link io.github.kubetls.kubeadm.KubeadmPki}.
 */
package io.github.kubetls.kubeadm;
