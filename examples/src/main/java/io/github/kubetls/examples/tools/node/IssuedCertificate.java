package io.github.kubetls.examples.tools.node;

import io.github.kubetls.TlsBootstrapException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.manifest.FieldError;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides whether a node takes what it was issued: only what belongs to its key, says what it asked for and is of its CA. */
final class IssuedCertificate {

    private final NodeCertificate wanted;
    private final KeyPair keyPair;
    private final List<X509Certificate> authorities;

    /**
     * Prepares to look at a certificate.
     *
     * @param wanted      what was asked for
     * @param keyPair     the key for which it was asked
     * @param authorities the CAs of the cluster; with none, any issuer is taken
     */
    IssuedCertificate(NodeCertificate wanted, KeyPair keyPair, List<X509Certificate> authorities) {
        this.wanted = wanted;
        this.keyPair = keyPair;
        this.authorities = authorities;
    }

    /**
     * Takes the certificate of a request.
     *
     * @param issued the request
     * @return the certificate with the node's key
     * @throws NotIssuedException when the node does not take it
     */
    CertificateAndKey take(CertificateSigningRequest issued) throws NotIssuedException {
        String name = issued.metadata().name();
        try {
            CertificateAndKey pair = CertificateAndKey.of(issued.certificates(), keyPair.getPrivate());
            Optional<String> defect = defect(pair);
            if (defect.isPresent()) {
                throw refusal(name, defect.get());
            }
            return pair;
        } catch (TlsBootstrapException | IllegalArgumentException e) {
            throw refusal(name, String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> defect(CertificateAndKey pair) {
        List<FieldError> missing = wanted.template().violations(pair.certificate());
        if (!missing.isEmpty()) {
            return Optional.of(missing.stream().map(FieldError::message).collect(Collectors.joining("; ")));
        }
        return authorities.isEmpty() ? Optional.empty() : wanted.defect(pair.chain(), authorities, Instant.now());
    }

    private NotIssuedException refusal(String name, String reason) {
        return new NotIssuedException("the " + wanted.purpose() + " of csr \"" + name + "\" is refused: " + reason);
    }
}
