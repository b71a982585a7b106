/**
 * Certificates of workloads: a kubelet asks for one by a {@link io.github.kubetls.podcertificate.PodCertificateRequest}, a
 * {@link io.github.kubetls.podcertificate.PodCertificateSigner} issues it, and
 * {@link io.github.kubetls.podcertificate.PodCertificateRotation} keeps it fresh.
 */
package io.github.kubetls.podcertificate;
