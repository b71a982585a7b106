package io.github.kubetls.csr;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;

/** Requests for the tests. */
final class Requests {

    static final KeyPair KEYS = KeyAlgorithm.ECDSA_P256.generateKeyPair();
    static final CertificateRequest W02 = CertificateRequest.parse(Vectors.W02_REQUEST);
    static final UserInfo BOOTSTRAPPER =
            UserInfo.of("system:bootstrap:abcdef", "system:bootstrappers", "system:authenticated");
    static final Instant NOW = Instant.parse("2024-01-15T10:00:00Z");

    private Requests() {}

    static CertificateRequest request(DistinguishedName subject, SubjectAltNames names) {
        return CertificateRequest.builder(KEYS)
                .subject(subject)
                .subjectAltNames(names)
                .build();
    }

    static CertificateRequest client(String commonName, String... organizations) {
        return request(DistinguishedName.of(commonName, organizations), SubjectAltNames.none());
    }

    static CertificateRequest serving(String node, String... names) {
        return CertificateRequest.kubeletServing(node, SubjectAltNames.of(names), KEYS);
    }

    static CertificateSigningRequest kubeletClient() {
        return CertificateSigningRequest.kubeletClient(W02).requestedBy(BOOTSTRAPPER);
    }

    static CertificateSigningRequest csr(String signer, String pem, String... usages) {
        return CertificateSigningRequest.parse("apiVersion: certificates.k8s.io/v1\n"
                + "kind: CertificateSigningRequest\nmetadata: {name: x}\nspec: {signerName: " + signer
                + ", usages: [" + String.join(", ", usages) + "], request: "
                + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII))
                + "}");
    }
}
