/**
 * Requests for certificates as objects of the API: {@link io.github.kubetls.csr.CertificateSigningRequest} is asked for,
 * {@link io.github.kubetls.csr.ApprovalPolicy} decides, {@code CertificateSigner} issues.
 */
package io.github.kubetls.csr;
