package io.github.kubetls.discovery;

import java.security.cert.X509Certificate;
import java.util.List;

/** How the TLS certificate of the API server is to be checked for one request. */
public sealed interface ServerTrust {

    /** Not at all: nothing is known yet, and what comes back is trusted for its signature only. */
    record Unverified() implements ServerTrust {}

    /**
     * Against these CA certificates and nothing else, and the host name of the URL.
     *
     * @param certificates the CA certificates
     */
    record CertificateAuthorities(List<X509Certificate> certificates) implements ServerTrust {

        /**
         * Copies the list.
         *
         * @param certificates the CA certificates
         */
        public CertificateAuthorities {
            certificates = List.copyOf(certificates);
        }

        /** The pins of the certificates. */
        @Override
        public String toString() {
            return "CertificateAuthorities"
                    + certificates.stream().map(CaPin::of).toList();
        }
    }

    /** Against the CAs that the system trusts, and the host name of the URL. */
    record SystemDefault() implements ServerTrust {}
}
