package io.github.kubetls.csr;

import io.github.kubetls.internal.message.Visible;
import java.security.cert.X509Certificate;

/**
 * The outcome of signing a CertificateSigningRequest.
 *
 * <pre>{@code
 * if (signer.evaluate(csr) instanceof SigningOutcome.Issued issued) {
 *     client.updateStatus(issued.csr());
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#signer-control-plane">
 *     Control plane signer</a>
 */
public sealed interface SigningOutcome {

    /**
     * A certificate was issued.
     *
     * @param csr         the object with the certificate, to be sent to the subresource {@code status}
     * @param certificate the certificate
     */
    record Issued(CertificateSigningRequest csr, X509Certificate certificate) implements SigningOutcome {

        /** The certificate's subject and serial number. */
        @Override
        public String toString() {
            return "Issued[" + Visible.text(certificate.getSubjectX500Principal()) + ", serial number "
                    + certificate.getSerialNumber() + "]";
        }
    }

    /**
     * The request breaks a rule of the signer, for good.
     *
     * @param csr     the object with the condition {@code Failed}, to be sent to the subresource {@code status}
     * @param message the rule, in the words of Kubernetes
     */
    record Failed(CertificateSigningRequest csr, String message) implements SigningOutcome {

        /**
         * Creates the outcome; characters of the message that cannot be printed are escaped.
         *
         * @param csr     the object with the condition {@code Failed}, to be sent to the subresource {@code status}
         * @param message why
         */
        public Failed {
            message = Visible.text(message);
        }
    }

    /**
     * The request is not for this signer, or not ready: there is nothing to do.
     *
     * @param csr     the object, as it was
     * @param message why
     */
    record NotApplicable(CertificateSigningRequest csr, String message) implements SigningOutcome {

        /**
         * Creates the outcome; characters of the message that cannot be printed are escaped.
         *
         * @param csr     the object, as it was
         * @param message why
         */
        public NotApplicable {
            message = Visible.text(message);
        }
    }

    /**
     * Signing failed; Kubernetes keeps trying and writes nothing to the object.
     *
     * @param csr     the object, as it was
     * @param message why, in the words of Kubernetes where it has some
     */
    record Error(CertificateSigningRequest csr, String message) implements SigningOutcome {

        /**
         * Creates the outcome; characters of the message that cannot be printed are escaped.
         *
         * @param csr     the object, as it was
         * @param message why
         */
        public Error {
            message = Visible.text(message);
        }
    }

    /** {@return the object with its certificate or its condition {@code Failed}; otherwise as it was} */
    CertificateSigningRequest csr();
}
