package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads X.509 certificates with the acceptance and the error texts of Kubernetes' reader (RFC 5280, section 4.1). The JDK
 * makes the object; where it refuses what Kubernetes takes, Bouncy Castle does.
 */
final class CertificateReader {

    private static final int HIGHEST_VERSION = 2;

    private CertificateReader() {}

    /** Reads exactly one certificate, as a release does. */
    static X509Certificate certificate(byte[] der, KubernetesRelease release) throws MalformedDer {
        checkOne(der, release);
        return object(der);
    }

    /** Checks that a release reads a certificate, of which somebody else has made the object. */
    static void check(X509Certificate certificate, KubernetesRelease release) throws MalformedDer {
        try {
            checkOne(certificate.getEncoded(), release);
        } catch (CertificateException e) {
            throw new CryptoException("could not encode a certificate", e);
        }
    }

    private static void checkOne(byte[] der, KubernetesRelease release) throws MalformedDer {
        DerInput input = new DerInput(der);
        check(input, release);
        if (!input.isEmpty()) {
            throw new MalformedDer("x509: trailing data");
        }
    }

    /** Reads certificates that follow one another without anything between; none is fine. */
    static List<X509Certificate> certificates(byte[] der, KubernetesRelease release) throws MalformedDer {
        DerInput input = new DerInput(der);
        List<X509Certificate> certificates = new ArrayList<>();
        while (!input.isEmpty()) {
            certificates.add(object(check(input, release)));
        }
        return certificates;
    }

    /** The encoded subject of a certificate, byte for byte. */
    static byte[] subject(X509Certificate certificate) {
        try {
            DerInput tbs = new DerInput(certificate.getEncoded()).sequence("").sequence("");
            tbs.optionalTagged(0);
            tbs.integer();
            tbs.any();
            tbs.any();
            tbs.any();
            return tbs.any().encoded();
        } catch (MalformedDer | CertificateException e) {
            throw new CryptoException("could not read the subject of a certificate", e);
        }
    }

    /** Reads the value of an extension. */
    @FunctionalInterface
    interface ExtensionValue<T> {
        @Nullable
        T read(DerInput value) throws MalformedDer;
    }

    /** What is read of an extension of a certificate; empty when there is no such extension, or it is malformed. */
    static <T> Optional<T> extension(X509Certificate certificate, String oid, ExtensionValue<T> value) {
        byte[] encoded = certificate.getExtensionValue(oid);
        try {
            return encoded == null
                    ? Optional.empty()
                    : Optional.ofNullable(value.read(new DerInput(new DerInput(encoded).octetString())));
        } catch (MalformedDer e) {
            return Optional.empty();
        }
    }

    /** The object for a certificate that has been checked, or that was written here. */
    static X509Certificate object(byte[] der) throws MalformedDer {
        return Crypto.certificate(der).orElseThrow(() -> new MalformedDer("x509: certificate cannot be represented"));
    }

    /** Checks the next certificate and returns its bytes. */
    private static byte[] check(DerInput input, KubernetesRelease release) throws MalformedDer {
        DerValue whole = MalformedDer.instead("x509: malformed certificate", input::any);
        DerInput certificate = MalformedDer.instead(
                "x509: malformed certificate", () -> whole.reopen().sequence("certificate"));
        DerInput tbs =
                MalformedDer.instead("x509: malformed tbs certificate", () -> certificate.sequence("tbsCertificate"));
        long version = version(tbs);
        BigInteger serial = MalformedDer.instead("x509: malformed serial number", tbs::integer);
        if (serial.signum() < 0 && Feature.NEGATIVE_SERIALS_REFUSED.in(release)) {
            throw new MalformedDer("x509: negative serial number");
        }
        checkAlgorithms(tbs, certificate);
        DistinguishedNameReader.inCertificate(tbs, "x509: malformed issuer", release);
        checkValidity(tbs);
        DistinguishedNameReader.inCertificate(tbs, "x509: malformed issuer", release);
        checkPublicKey(tbs);
        if (version > 0) {
            checkTail(tbs, version, release);
        }
        MalformedDer.instead("x509: malformed signature", certificate::bitString);
        return whole.encoded();
    }

    private static long version(DerInput tbs) throws MalformedDer {
        BigInteger version = MalformedDer.instead("x509: malformed version", () -> {
            DerValue explicit = tbs.optionalTagged(0);
            if (explicit == null) {
                return BigInteger.ZERO;
            }
            DerInput inside = explicit.open();
            BigInteger number = inside.integer();
            if (!inside.isEmpty() || number.signum() < 0 || number.bitLength() >= Long.SIZE) {
                throw new MalformedDer("not one small number");
            }
            return number;
        });
        if (version.compareTo(BigInteger.valueOf(HIGHEST_VERSION)) > 0) {
            throw new MalformedDer("x509: invalid version");
        }
        return version.longValue();
    }

    private static void checkAlgorithms(DerInput tbs, DerInput certificate) throws MalformedDer {
        DerValue inner = MalformedDer.instead(
                "x509: malformed signature algorithm identifier", () -> tbs.sequenceValue("AlgorithmIdentifier"));
        DerValue outer = MalformedDer.instead(
                "x509: malformed algorithm identifier", () -> certificate.sequenceValue("AlgorithmIdentifier"));
        if (!Arrays.equals(inner.content(), outer.content())) {
            throw new MalformedDer("x509: inner and outer signature algorithm identifiers don't match");
        }
        DerInput algorithm = inner.open();
        MalformedDer.instead("x509: malformed OID", algorithm::objectIdentifier);
        MalformedDer.instead("x509: malformed parameters", () -> algorithm.isEmpty() || algorithm.any() != null);
    }

    private static void checkValidity(DerInput tbs) throws MalformedDer {
        DerInput validity = MalformedDer.instead("x509: malformed validity", () -> tbs.sequence("validity"));
        DerTime.check(validity);
        DerTime.check(validity);
    }

    private static void checkPublicKey(DerInput tbs) throws MalformedDer {
        DerInput key = MalformedDer.instead("x509: malformed spki", () -> tbs.sequence("publicKeyInfo"));
        DerInput algorithm = MalformedDer.instead(
                "x509: malformed public key algorithm identifier", () -> key.sequence("AlgorithmIdentifier"));
        String oid = MalformedDer.instead("x509: malformed OID", algorithm::objectIdentifier);
        byte[] parameters = algorithm.isEmpty()
                ? null
                : MalformedDer.instead(
                        "x509: malformed parameters", () -> algorithm.any().encoded());
        byte[] bits = MalformedDer.instead("x509: malformed subjectPublicKey", key::bitString);
        PublicKeyReader.checked(oid, parameters, bits);
    }

    /** What follows the key from version 2 on: unique identifiers and, in version 3, extensions. */
    private static void checkTail(DerInput tbs, long version, KubernetesRelease release) throws MalformedDer {
        MalformedDer.instead("x509: malformed issuerUniqueID", () -> tbs.skipPrimitive(1));
        MalformedDer.instead("x509: malformed subjectUniqueID", () -> tbs.skipPrimitive(2));
        if (version < HIGHEST_VERSION) {
            return;
        }
        DerValue explicit = MalformedDer.instead("x509: malformed extensions", () -> tbs.optionalTagged(3));
        if (explicit == null) {
            return;
        }
        DerInput extensions = MalformedDer.instead(
                "x509: malformed extensions", () -> explicit.open().sequence("Extensions"));
        Set<String> seen = new HashSet<>();
        List<Extension> all = new ArrayList<>();
        while (!extensions.isEmpty()) {
            Extension extension = extension(extensions);
            if (!seen.add(extension.oid())) {
                throw new MalformedDer(
                        "x509: certificate contains duplicate extension with OID \"" + extension.oid() + '"');
            }
            all.add(extension);
        }
        for (Extension extension : all) {
            ExtensionCheck.check(extension.oid(), extension.critical(), extension.value(), release);
        }
    }

    private record Extension(String oid, boolean critical, DerInput value) {}

    private static Extension extension(DerInput extensions) throws MalformedDer {
        DerInput extension = MalformedDer.instead("x509: malformed extension", () -> extensions.sequence("Extension"));
        String oid = MalformedDer.instead("x509: malformed extension OID field", extension::objectIdentifier);
        boolean critical = MalformedDer.instead(
                "x509: malformed extension critical field",
                () -> extension.nextIsUniversal(DerInput.BOOLEAN) && extension.bool());
        byte[] value = MalformedDer.instead("x509: malformed extension value field", extension::octetString);
        return new Extension(oid, critical, new DerInput(value));
    }
}
