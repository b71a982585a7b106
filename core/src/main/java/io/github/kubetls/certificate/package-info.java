/**
 * Keys, certificate requests and certificates: {@link io.github.kubetls.certificate.KeyAlgorithm} makes a key pair,
 * {@link io.github.kubetls.certificate.CertificateAndKey} is a certificate with its key, and
 * {@link io.github.kubetls.certificate.Pem} reads and writes them.
 */
package io.github.kubetls.certificate;
