/**
 * The kubelet's side of TLS bootstrapping: {@link io.github.kubetls.kubelet.KubeletCertificateStore} keeps its certificates
 * in files, {@link io.github.kubetls.kubelet.CertificateRotation} decides when to renew them, and
 * {@link io.github.kubetls.kubelet.KubeletConfiguration} is the part of the configuration that matters for it.
 */
package io.github.kubetls.kubelet;
