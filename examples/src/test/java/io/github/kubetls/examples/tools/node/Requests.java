package io.github.kubetls.examples.tools.node;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;

/** A cluster's CA, a node's key, and what becomes of requests. */
final class Requests {

    static final CertificateAuthority CA =
            CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
    static final KeyPair KEYS = KeyAlgorithm.ECDSA_P256.generateKeyPair();
    static final NodeCertificate CLIENT = new NodeCertificate.Client("worker-1");

    private Requests() {}

    /** The request of the node as the server returns it. */
    static CertificateSigningRequest created(String uid) {
        CertificateSigningRequest csr =
                CertificateSigningRequest.kubeletClient(CLIENT.template().request(KEYS));
        return csr.toBuilder()
                .metadata(ObjectMeta.builder()
                        .name(csr.metadata().name())
                        .uid(uid)
                        .resourceVersion("5")
                        .build())
                .build();
    }

    static CertificateSigningRequest approved(CertificateSigningRequest csr) {
        return csr.withDecision(ApprovalDecision.approved("Test", "it may"), Instant.now());
    }

    static CertificateSigningRequest denied(CertificateSigningRequest csr) {
        return csr.withDecision(ApprovalDecision.denied("Test", "it\u001b[1m may\nnot"), Instant.now());
    }

    static CertificateSigningRequest issued(CertificateSigningRequest csr, SignerName signer) {
        return CertificateSigner.of(signer, CA, Duration.ofHours(1)).sign(approved(csr));
    }

    static CertificateSigningRequest issued(CertificateSigningRequest csr) {
        return issued(csr, SignerName.KUBE_APISERVER_CLIENT_KUBELET);
    }

    /** A journal, and what it was told. */
    record Told(StringWriter output, StringWriter problems) {
        Told() {
            this(new StringWriter(), new StringWriter());
        }

        Journal journal() {
            return new Journal(new PrintWriter(output, true), new PrintWriter(problems, true));
        }
    }
}
