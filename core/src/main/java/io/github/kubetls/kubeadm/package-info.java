/**
 * The files that kubeadm makes for a control plane, beginning with {@link io.github.kubetls.kubeadm.KubeadmPki}, and the one
 * that it is configured by, {@link io.github.kubetls.kubeadm.KubeadmConfiguration}.
 */
package io.github.kubetls.kubeadm;
