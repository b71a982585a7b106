package io.github.kubetls.kubelet;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates with keys that were made by others: of the specification, and recorded. */
final class Pairs {

    /** The leaf certificate of the specification: system:node:worker-1, 2024-01-15T09:55:00Z to 2025-01-14T09:55:00Z. */
    static final String LEAF_CERTIFICATE = Vectors.W04_CERTIFICATE;

    /** Its key (RFC 6979, appendix A.2.5), as Kubernetes writes it. */
    static final String LEAF_KEY = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49
            AwEHoUQDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8
            maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==
            -----END EC PRIVATE KEY-----
            """;

    private Pairs() {}

    /** The leaf certificate of the specification with its key. */
    static CertificateAndKey leaf() {
        return CertificateAndKey.parse(LEAF_CERTIFICATE, LEAF_KEY);
    }

    /** What kubelet 1.20.2 wrote for system:node:worker-1: 2026-11-23T18:07:32Z to 2027-11-23T18:07:32Z. */
    static CertificateAndKey recorded() {
        return CertificateAndKey.parse(recording("kubelet/kubelet-client-current.pem"));
    }

    /** A certificate with an RSA key in PKCS#8. */
    static CertificateAndKey rsa() {
        return CertificateAndKey.parse(recording("csr/ca.crt"), recording("csr/ca.key"));
    }

    static List<CertificateAndKey> all() {
        return List.of(leaf(), recorded(), rsa());
    }

    /** A self-signed certificate with a key of its own; of the names those that are IP addresses are written as such. */
    static CertificateAndKey of(String subject, Instant notBefore, Instant notAfter, String... names) {
        return of(KeyAlgorithm.ECDSA_P256, subject, notBefore, notAfter, names);
    }

    static CertificateAndKey of(
            KeyAlgorithm algorithm, String subject, Instant notBefore, Instant notAfter, String... names) {
        KeyPair keyPair = algorithm.generateKeyPair();
        X500Name name = new X500Name(subject);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(notBefore), Date.from(notAfter), name, keyPair.getPublic());
        try {
            GeneralName[] general = Stream.of(names)
                    .map(text -> new GeneralName(
                            text.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, text))
                    .toArray(GeneralName[]::new);
            if (general.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(general));
            }
            ContentSigner signer = new JcaContentSignerBuilder(
                            algorithm == KeyAlgorithm.ED25519 ? "Ed25519" : "SHA256withECDSA")
                    .build(keyPair.getPrivate());
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            return CertificateAndKey.of(List.of(certificate), keyPair.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static String recording(String name) {
        try {
            return Vectors.recorded(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
