package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/** Puts certificates together as Kubernetes does, and signs them (RFC 5280, section 4.1). */
final class X509Issuer {

    private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050;
    private static final int LAST_YEAR = 9999;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Who signs: the name and the key identifier to point to, and the key pair. */
    record Signer(byte[] name, byte @Nullable [] keyId, SigningKey key) {}

    private final BigInteger serialNumber;
    private final Validity validity;
    private final byte[] subject;
    private final SubjectPublicKeyInfo publicKey;
    private final List<Extension> extensions = new ArrayList<>();

    X509Issuer(BigInteger serialNumber, Validity validity, DistinguishedName subject, SubjectPublicKeyInfo publicKey) {
        if (serialNumber.signum() < 0) {
            throw new IllegalArgumentException("a serial number must not be negative");
        }
        this.serialNumber = serialNumber;
        this.validity = validity;
        this.subject = DerOutput.encode(Names.encode(subject));
        this.publicKey = publicKey;
    }

    /** keyUsage and extendedKeyUsage, each only when there is something for it. */
    void usages(Collection<KeyUsage> usages) {
        KeyUsage.requireKnown(usages);
        int bits = KeyUsage.bits(usages);
        if (bits != 0) {
            add(Extension.keyUsage, true, keyUsage(bits));
        }
        List<String> oids = KeyUsage.oids(usages);
        if (!oids.isEmpty()) {
            add(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(oids.stream()
                            .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                            .toArray(KeyPurposeId[]::new)));
        }
    }

    /** A bit string with bit 0 first, without the zeros at its end. */
    private static DERBitString keyUsage(int bits) {
        byte[] bytes = new byte[bits > 0xFF ? 2 : 1];
        int last = 0;
        for (int i = 0; i < 8 * bytes.length; i++) {
            if ((bits >> i & 1) != 0) {
                bytes[i / 8] |= (byte) (0x80 >> i % 8);
                last = i;
            }
        }
        return new DERBitString(bytes, 7 - last % 8);
    }

    /** basicConstraints of an end entity: an empty sequence. */
    void notCa() {
        add(Extension.basicConstraints, true, new BasicConstraints(false));
    }

    void ca(byte[] subjectKeyId) {
        add(Extension.basicConstraints, true, new BasicConstraints(true));
        add(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(subjectKeyId));
    }

    /** authorityKeyIdentifier: the CA's own identifier, unless CA and subject have one name. */
    void issuedBy(Signer signer) {
        if (signer.keyId != null && !Arrays.equals(signer.name, subject)) {
            add(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(signer.keyId));
        }
    }

    /** subjectAltName, which is critical when the subject is empty (RFC 5280, section 4.2.1.6). */
    void names(SubjectAltNames names) {
        if (!names.isEmpty()) {
            boolean noSubject = subject.length == 2;
            add(Extension.subjectAlternativeName, noSubject, SubjectAltNamesReader.write(names));
        }
    }

    private void add(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        extensions.add(new Extension(oid, critical, DerOutput.encode(value)));
    }

    byte[] subject() {
        return subject;
    }

    /** The certificate of a request, with its extensions in the order of the kube-controller-manager. */
    X509Certificate sign(CertificateContent content, Signer signer) {
        usages(content.usages());
        notCa();
        issuedBy(signer);
        names(content.subjectAltNames());
        return sign(signer);
    }

    X509Certificate sign(Signer signer) {
        SignatureScheme scheme = signer.key.scheme();
        try {
            byte[] toBeSigned = toBeSigned(signer, scheme);
            byte[] signature = signer.key
                    .sign(toBeSigned)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the private key that signs does not belong to its public key"));
            byte[] encoded = DerOutput.sequence(
                    toBeSigned, DerOutput.encode(scheme.identifier()), DerOutput.encode(new DERBitString(signature)));
            // An older release may issue what the latest does not read.
            return CertificateReader.certificate(encoded, Feature.NEGATIVE_SERIALS_REFUSED.lastWithout());
        } catch (MalformedDer e) {
            throw new CryptoException("could not encode a certificate", e);
        }
    }

    private byte[] toBeSigned(Signer signer, SignatureScheme scheme) {
        return DerOutput.sequence(
                DerOutput.encode(new DERTaggedObject(true, 0, new ASN1Integer(2))),
                DerOutput.encode(new ASN1Integer(serialNumber)),
                DerOutput.encode(scheme.identifier()),
                // The bytes of the CA's name as they are: chains are built by comparing them.
                signer.name,
                DerOutput.sequence(time(validity.notBefore()), time(validity.notAfter())),
                subject,
                DerOutput.encode(publicKey),
                extensions.isEmpty()
                        ? new byte[0]
                        : DerOutput.encode(
                                new DERTaggedObject(true, 3, new Extensions(extensions.toArray(Extension[]::new)))));
    }

    private static byte[] time(Instant time) {
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year > LAST_YEAR || year < 0) {
            throw new IllegalArgumentException("a certificate cannot hold a time in the year " + year);
        }
        boolean isShort = year < FIRST_YEAR_OF_GENERALIZED_TIME && year >= FIRST_YEAR_OF_GENERALIZED_TIME - 100;
        byte[] text = (isShort ? UTC_TIME : GENERALIZED_TIME).format(time).getBytes(StandardCharsets.US_ASCII);
        // Bouncy Castle's own types take longer to parse a text again than all else that is written here.
        byte[] encoded = new byte[2 + text.length];
        encoded[0] = (byte) (isShort ? BERTags.UTC_TIME : BERTags.GENERALIZED_TIME);
        encoded[1] = (byte) text.length;
        System.arraycopy(text, 0, encoded, 2, text.length);
        return encoded;
    }

    /** The subject key identifier of a certificate, or empty when it has none. */
    static Optional<byte[]> subjectKeyId(X509Certificate certificate) {
        return CertificateReader.extension(certificate, Extension.subjectKeyIdentifier, DerInput::octetString);
    }
}
