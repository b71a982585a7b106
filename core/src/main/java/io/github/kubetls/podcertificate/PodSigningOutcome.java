package io.github.kubetls.podcertificate;

import io.github.kubetls.internal.message.Visible;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The outcome of signing a PodCertificateRequest.
 *
 * <pre>{@code
 * if (signer.evaluate(request) instanceof PodSigningOutcome.Issued issued) {
 *     client.updateStatus(issued.request());
 * }
 * }</pre>
 *
 * @see PodCertificateSigner
 */
public sealed interface PodSigningOutcome {

    /**
     * A certificate was issued.
     *
     * @param request the object with the certificate, its times and the condition {@code Issued}, to be sent to the
     *                subresource {@code status} in one update
     * @param chain   the certificate first, then those that lead to the CA
     */
    record Issued(PodCertificateRequest request, List<X509Certificate> chain) implements PodSigningOutcome {

        /**
         * Copies the list.
         *
         * @param request the object with the certificate
         * @param chain   the certificates
         */
        public Issued {
            chain = List.copyOf(chain);
        }

        /** The certificate's serial number, and the object. */
        @Override
        public String toString() {
            return "Issued[serial number " + chain.get(0).getSerialNumber() + ", " + request + "]";
        }
    }

    /**
     * The signer does not want to sign this request, for good.
     *
     * @param request the object with the condition {@code Denied}, to be sent to the subresource {@code status}
     * @param message why
     */
    record Denied(PodCertificateRequest request, String message) implements PodSigningOutcome {

        /**
         * Creates the outcome; characters of the message that cannot be printed are escaped.
         *
         * @param request the object with the condition {@code Denied}
         * @param message why
         */
        public Denied {
            message = Visible.text(message);
        }
    }

    /**
     * The signer cannot sign this request, for good.
     *
     * @param request the object with the condition {@code Failed}, to be sent to the subresource {@code status}
     * @param message why
     */
    record Failed(PodCertificateRequest request, String message) implements PodSigningOutcome {

        /**
         * Creates the outcome; characters of the message that cannot be printed are escaped.
         *
         * @param request the object with the condition {@code Failed}
         * @param message why
         */
        public Failed {
            message = Visible.text(message);
        }
    }

    /**
     * The request is not for this signer, or over: there is nothing to do.
     *
     * @param request the object, as it was
     * @param message why
     */
    record NotApplicable(PodCertificateRequest request, String message) implements PodSigningOutcome {

        /**
         * Creates the outcome; characters of the message that cannot be printed are escaped.
         *
         * @param request the object, as it was
         * @param message why
         */
        public NotApplicable {
            message = Visible.text(message);
        }
    }

    /**
     * Signing failed in a way that may pass: the CA has too little time left, or its key cannot be used.
     *
     * @param request the object, as it was
     * @param message why
     */
    record Error(PodCertificateRequest request, String message) implements PodSigningOutcome {

        /**
         * Creates the outcome; characters of the message that cannot be printed are escaped.
         *
         * @param request the object, as it was
         * @param message why
         */
        public Error {
            message = Visible.text(message);
        }
    }

    /** {@return the object as it is to be stored; as it was when there is nothing to store} */
    PodCertificateRequest request();
}
