/**
 * Requests for certificates as objects of the API: {@link io.github.kubetls.csr.CertificateSigningRequest} is asked for,
 * {@link io.github.kubetls.csr.ApprovalPolicy} decides, {@link io.github.kubetls.csr.CertificateSigner} issues.
 */
package io.github.kubetls.csr;
