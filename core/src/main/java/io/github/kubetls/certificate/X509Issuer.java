package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
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
import org.jspecify.annotations.Nullable;

/** Puts certificates together as Kubernetes does, and signs them (RFC 5280, section 4.1). */
final class X509Issuer {

    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

    private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050;
    private static final int LAST_YEAR = 9999;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Who signs: the name and the key identifier to point to, and the key pair. */
    record Signer(byte[] name, byte @Nullable [] keyId, SigningKey key) {}

    private final BigInteger serialNumber;
    private final Validity validity;
    private final byte[] subject;
    private final PublicKeyInfo publicKey;
    private final List<byte[]> extensions = new ArrayList<>();

    X509Issuer(BigInteger serialNumber, Validity validity, DistinguishedName subject, PublicKeyInfo publicKey) {
        if (serialNumber.signum() < 0) {
            throw new IllegalArgumentException("a serial number must not be negative");
        }
        this.serialNumber = serialNumber;
        this.validity = validity;
        this.subject = Names.encode(subject);
        this.publicKey = publicKey;
    }

    /** keyUsage and extendedKeyUsage, each only when there is something for it. */
    void usages(Collection<KeyUsage> usages) {
        KeyUsage.requireKnown(usages);
        int bits = KeyUsage.bits(usages);
        if (bits != 0) {
            add(KEY_USAGE, true, keyUsage(bits));
        }
        List<String> oids = KeyUsage.oids(usages);
        if (!oids.isEmpty()) {
            List<byte[]> purposes = new ArrayList<>();
            for (String oid : oids) {
                purposes.add(DerOutput.objectIdentifier(oid));
            }
            add(EXTENDED_KEY_USAGE, false, DerOutput.sequence(purposes));
        }
    }

    /** A bit string with bit 0 first, without the zeros at its end. */
    private static byte[] keyUsage(int bits) {
        byte[] bytes = new byte[bits > 0xFF ? 2 : 1];
        int last = 0;
        for (int i = 0; i < 8 * bytes.length; i++) {
            if ((bits >> i & 1) != 0) {
                bytes[i / 8] |= (byte) (0x80 >> i % 8);
                last = i;
            }
        }
        return DerOutput.bitString(bytes, 7 - last % 8);
    }

    /** basicConstraints of an end entity: an empty sequence. */
    void notCa() {
        add(BASIC_CONSTRAINTS, true, DerOutput.sequence());
    }

    void ca(byte[] subjectKeyId) {
        add(BASIC_CONSTRAINTS, true, DerOutput.sequence(DerOutput.isTrue()));
        add(SUBJECT_KEY_IDENTIFIER, false, DerOutput.octetString(subjectKeyId));
    }

    /** authorityKeyIdentifier: the CA's own identifier, unless CA and subject have one name. */
    void issuedBy(Signer signer) {
        if (signer.keyId != null && !Arrays.equals(signer.name, subject)) {
            add(AUTHORITY_KEY_IDENTIFIER, false, DerOutput.sequence(DerOutput.taggedPrimitive(0, signer.keyId)));
        }
    }

    /** subjectAltName, which is critical when the subject is empty (RFC 5280, section 4.2.1.6). */
    void names(SubjectAltNames names) {
        if (!names.isEmpty()) {
            boolean noSubject = subject.length == 2;
            add(SubjectAltNamesReader.OID, noSubject, SubjectAltNamesReader.write(names));
        }
    }

    private void add(String oid, boolean critical, byte[] value) {
        extensions.add(DerOutput.sequence(
                DerOutput.objectIdentifier(oid),
                critical ? DerOutput.isTrue() : new byte[0],
                DerOutput.octetString(value)));
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
        byte[] toBeSigned = toBeSigned(signer, scheme);
        byte[] signature = signer.key
                .sign(toBeSigned)
                .orElseThrow(() ->
                        new IllegalArgumentException("the private key that signs does not belong to its public key"));
        try {
            return CertificateReader.object(
                    DerOutput.sequence(toBeSigned, scheme.identifier(), DerOutput.bitString(signature)));
        } catch (MalformedDer e) {
            throw new CryptoException("could not encode a certificate", e);
        }
    }

    private byte[] toBeSigned(Signer signer, SignatureScheme scheme) {
        return DerOutput.sequence(
                DerOutput.tagged(0, DerOutput.integer(2)),
                DerOutput.integer(serialNumber),
                scheme.identifier(),
                // The bytes of the CA's name as they are: chains are built by comparing them.
                signer.name,
                DerOutput.sequence(time(validity.notBefore()), time(validity.notAfter())),
                subject,
                publicKey.encoded(),
                extensions.isEmpty() ? new byte[0] : DerOutput.tagged(3, DerOutput.sequence(extensions)));
    }

    private static byte[] time(Instant time) {
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year > LAST_YEAR || year < 0) {
            throw new IllegalArgumentException("a certificate cannot hold a time in the year " + year);
        }
        boolean isShort = year < FIRST_YEAR_OF_GENERALIZED_TIME && year >= FIRST_YEAR_OF_GENERALIZED_TIME - 100;
        byte[] text = (isShort ? UTC_TIME : GENERALIZED_TIME).format(time).getBytes(StandardCharsets.US_ASCII);
        return DerOutput.value(isShort ? DerInput.UTC_TIME : DerInput.GENERALIZED_TIME, text);
    }

    /** The subject key identifier of a certificate, or empty when it has none. */
    static Optional<byte[]> subjectKeyId(X509Certificate certificate) {
        return CertificateReader.extension(certificate, SUBJECT_KEY_IDENTIFIER, DerInput::octetString);
    }
}
