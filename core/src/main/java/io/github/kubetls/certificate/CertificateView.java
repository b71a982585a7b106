package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a certificate that decide on a chain, as Kubernetes sees them. */
final class CertificateView {

    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int KEY_CERT_SIGN = 5;
    private static final int VERSION_3 = 3;

    /** Extensions that may be critical, because Kubernetes understands them. */
    private static final Set<String> UNDERSTOOD = Set.of(
            "2.5.29.14",
            "2.5.29.15",
            "2.5.29.17",
            "2.5.29.19",
            "2.5.29.30",
            "2.5.29.31",
            "2.5.29.32",
            "2.5.29.35",
            "2.5.29.37",
            "1.3.6.1.5.5.7.1.1");

    private final X509Certificate certificate;
    private final KubernetesRelease release;
    private final byte[] toBeSigned;
    private final byte[] issuer;
    private final byte[] subject;
    private final DistinguishedName subjectName;
    private final PublicKeyInfo publicKey;
    private final SignatureCheck signatureCheck;
    private final byte[] signature;
    private volatile Crypto.@Nullable Verifier verifier;

    CertificateView(X509Certificate certificate, KubernetesRelease release) {
        this.release = release;
        this.certificate = certificate;
        try {
            DerInput whole = new DerInput(certificate.getEncoded()).sequence("");
            DerValue tbs = whole.sequenceValue("");
            this.toBeSigned = tbs.encoded();
            DerInput fields = tbs.open();
            fields.optionalTagged(0);
            fields.integer();
            fields.any();
            this.issuer = fields.any().encoded();
            fields.any();
            DerValue name = fields.any();
            this.subject = name.encoded();
            this.subjectName = DistinguishedNameReader.inCertificate(name.reopen(), "", release)
                    .name();
            this.publicKey = PublicKeyReader.structure(fields).checked();
            DerInput algorithm = whole.sequence("");
            this.signatureCheck = new SignatureCheck(algorithm.objectIdentifier(), algorithm.optionalAny());
            this.signature = whole.bitString();
        } catch (MalformedDer | CertificateEncodingException e) {
            throw new CryptoException("could not read a certificate: " + e.getMessage(), e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    DistinguishedName subject() {
        return subjectName;
    }

    /** The subject as it stands in the certificate. */
    byte[] encodedSubject() {
        return subject;
    }

    boolean isIssuedInTheNameOf(CertificateView other) {
        return Arrays.equals(issuer, other.subject);
    }

    boolean isSame(CertificateView other) {
        return Arrays.equals(toBeSigned, other.toBeSigned) && Arrays.equals(signature, other.signature);
    }

    /** Whether two certificates stand for one entity: a chain does not hold both. */
    boolean isSameEntity(CertificateView other) {
        return Arrays.equals(subject, other.subject)
                && publicKey.equals(other.publicKey)
                && Arrays.equals(
                        certificate.getExtensionValue("2.5.29.17"), other.certificate.getExtensionValue("2.5.29.17"));
    }

    /** Whether there is one that Kubernetes does not know, or names of no kind that it reads, or constraints of another. */
    boolean hasUnknownCriticalExtension() {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical == null) {
            return false;
        }
        Set<String> unknown = new HashSet<>(critical);
        unknown.removeAll(UNDERSTOOD);
        return !unknown.isEmpty()
                || critical.contains(SubjectAltNamesReader.OID)
                        && SubjectAltNames.of(certificate).isEmpty()
                || critical.contains(NAME_CONSTRAINTS)
                        && !nameConstraints().map(NameConstraints::isUnderstood).orElse(false);
    }

    boolean hasNameConstraints() {
        return has(NAME_CONSTRAINTS);
    }

    /** The constraints; empty when there are none, or they are malformed. */
    Optional<NameConstraints> nameConstraints() {
        return CertificateReader.extension(certificate, NAME_CONSTRAINTS, value -> new NameConstraints(value, release));
    }

    /** The alternative names of the kinds that Kubernetes reads, and of others that have no parts. */
    List<DerValue> altNames() {
        return CertificateReader.extension(certificate, SubjectAltNamesReader.OID, value -> {
                    List<DerValue> names = new ArrayList<>();
                    DerInput all = value.sequence("GeneralNames");
                    while (!all.isEmpty()) {
                        DerValue name = all.any();
                        if (name.tagClass() == DerInput.CONTEXT && !name.isConstructed()) {
                            names.add(name);
                        }
                    }
                    return names;
                })
                .orElse(List.of());
    }

    KubernetesRelease release() {
        return release;
    }

    /** Checks that another certificate's key made the signature, and that it may. */
    void checkSignedBy(CertificateView parent) throws BadSignature {
        boolean mayBeCa = parent.isCa()
                || parent.certificate.getVersion() < VERSION_3 && !parent.has(X509Issuer.BASIC_CONSTRAINTS);
        boolean[] keyUsage = parent.certificate.getKeyUsage();
        if (!mayBeCa || keyUsage != null && !keyUsage[KEY_CERT_SIGN]) {
            throw new BadSignature("x509: invalid signature: parent certificate cannot sign this kind of certificate");
        }
        signatureCheck.verifyCertificate(parent.publicKey, parent::verifier, toBeSigned, signature, release);
    }

    /** Verifies with the key: it is decoded for the first certificate that it may have signed, and not again. */
    private Crypto.Verifier verifier() {
        Crypto.Verifier made = verifier;
        if (made == null) {
            made = Crypto.verifier(publicKey, null);
            verifier = made;
        }
        return made;
    }

    boolean isSignedBy(CertificateView parent) {
        try {
            checkSignedBy(parent);
            return true;
        } catch (BadSignature e) {
            return false;
        }
    }

    boolean isCa() {
        return certificate.getBasicConstraints() >= 0;
    }

    /** How many intermediate CAs may follow, or a very large number. */
    int pathLength() {
        return certificate.getBasicConstraints();
    }

    boolean hasSubjectAltNames() {
        return has(SubjectAltNamesReader.OID);
    }

    private boolean has(String extension) {
        return certificate.getExtensionValue(extension) != null;
    }

    boolean allows(String extendedUsage) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null || usages.contains(ANY_USAGE) || usages.contains(extendedUsage);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /** What Kubernetes calls a certificate in a message. */
    String caName() {
        if (!subjectName.commonName().isEmpty()) {
            return subjectName.commonName();
        }
        return subjectName.organizations().isEmpty()
                ? "serial:" + certificate.getSerialNumber()
                : subjectName.organizations().get(0);
    }

    private Optional<byte[]> authorityKeyId() {
        return CertificateReader.extension(certificate, X509Issuer.AUTHORITY_KEY_IDENTIFIER, value -> {
            DerInput identifier = value.sequence("");
            return identifier.nextIsContext(0) ? identifier.any().content() : null;
        });
    }

    /** Serial number and key identifiers, as the API server writes them into its log. */
    String identity() {
        BigInteger serial = certificate.getSerialNumber();
        return "SN=" + serial + ", SKID=" + hex(X509Issuer.subjectKeyId(certificate)) + ", AKID="
                + hex(authorityKeyId());
    }

    private static String hex(Optional<byte[]> bytes) {
        return bytes.map(HexFormat.ofDelimiter(":").withUpperCase()::formatHex).orElse("");
    }
}
