package io.github.kubetls.kubelet;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.KeyAlgorithm;
import java.io.IOException;
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

/** Self-signed certificates, made by Bouncy Castle, with keys of their own. */
final class SelfSigned {

    private SelfSigned() {}

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
}
