/**
 * The kubelet's side of TLS bootstrapping: {@link io.github.kubetls.kubelet.KubeletConfiguration} is the part of its
 * configuration that matters for it.
 */
package io.github.kubetls.kubelet;
