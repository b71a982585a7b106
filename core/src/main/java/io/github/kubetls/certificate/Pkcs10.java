package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A PKCS#10 request taken apart with the strictness of the API server, and put together as Kubernetes does (RFC 2986). */
final class Pkcs10 {

    private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";

    private final byte[] der;
    private final KubernetesRelease release;
    private final DistinguishedName subject;
    private final PublicKeyInfo publicKey;
    private final SignatureCheck signature;
    private final byte[] toBeSigned;
    private final byte[] signatureValue;
    private final List<Finding> dropped = new ArrayList<>();
    private final List<KeyUsage> usages = new ArrayList<>();
    private SubjectAltNames names = SubjectAltNames.none();

    /** Takes a request apart and verifies its signature. The order of the checks is that of the API server. */
    static Pkcs10 read(byte[] der, @Nullable Provider provider, KubernetesRelease release)
            throws MalformedDer, BadSignature {
        Pkcs10 request = new Pkcs10(der, release);
        request.verify(request.publicKey, provider, release);
        return request;
    }

    /** Takes this request apart as another release does; its signature fits, but a release may not know its algorithm. */
    Pkcs10 readBy(KubernetesRelease other) throws MalformedDer, BadSignature {
        Pkcs10 request = new Pkcs10(der, other);
        request.signature.requireAcceptedInRequest(request.publicKey, other);
        return request;
    }

    private Pkcs10(byte[] der, KubernetesRelease release) throws MalformedDer {
        this.der = der;
        this.release = release;
        DerInput input = new DerInput(der);
        DerInput request = input.sequence("certificateRequest");
        DerValue infoValue = request.sequenceValue("tbsCertificateRequest");
        this.toBeSigned = infoValue.encoded();
        DerInput info = infoValue.open();
        info.int64();
        DerValue subjectValue = info.any();
        PublicKeyReader.Structure keyStructure = PublicKeyReader.structure(info);
        DerInput attributes = info.explicit(0).checkElements(-1, false);
        DerInput algorithm = request.sequence("AlgorithmIdentifier");
        this.signature = new SignatureCheck(algorithm.objectIdentifier(), algorithm.optionalAny());
        this.signatureValue = request.bitString();
        if (!input.isEmpty()) {
            throw MalformedDer.syntax("trailing data");
        }
        this.publicKey = keyStructure.checked();
        DistinguishedNameReader.Result name = DistinguishedNameReader.inRequest(subjectValue, release);
        this.subject = name.name();
        readAttributes(attributes, release);
        reportSubject(subjectValue, name.unknownTypes());
    }

    /** Verifies the signature with a key, which need not be that of the request. */
    void verify(PublicKeyInfo key, @Nullable Provider provider, KubernetesRelease release) throws BadSignature {
        signature.verifyRequest(key, provider, toBeSigned, signatureValue, release);
    }

    private void readAttributes(DerInput attributes, KubernetesRelease release) throws MalformedDer {
        List<Requested> extensions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (!attributes.isEmpty()) {
            Optional<DerInput> requested = extensionRequest(attributes.any());
            if (requested.isEmpty()) {
                continue;
            }
            DerInput list = requested.get().sequence("").checkElements(DerInput.SEQUENCE, true);
            List<Requested> inThis = new ArrayList<>();
            while (!list.isEmpty()) {
                inThis.add(extension(list));
            }
            for (Requested extension : inThis) {
                if (!seen.add(extension.oid)) {
                    throw new MalformedDer("x509: certificate request contains duplicate requested extensions");
                }
            }
            extensions.addAll(inThis);
        }
        for (Requested extension : extensions) {
            readExtension(extension, release);
        }
    }

    /** The first value of an attribute extensionRequest; other attributes, and malformed ones, are passed over. */
    private Optional<DerInput> extensionRequest(DerValue attribute) {
        String type = "";
        try {
            DerInput parts = attribute.reopen().sequence("pkcs10Attribute");
            type = parts.objectIdentifier();
            DerInput values = parts.set("").checkElements(-1, false);
            if (type.equals(EXTENSION_REQUEST) && !values.isEmpty()) {
                return Optional.of(values.any().reopen());
            }
        } catch (MalformedDer e) {
            // The API server passes over it; so do we, and say so.
        }
        drop("ATTRIBUTE_IGNORED", type, "an attribute of the request that Kubernetes does not read");
        return Optional.empty();
    }

    private record Requested(String oid, boolean critical, byte[] value) {}

    private static Requested extension(DerInput list) throws MalformedDer {
        DerInput extension = list.sequence("Extension");
        String oid = extension.objectIdentifier();
        boolean critical = extension.nextIsUniversal(DerInput.BOOLEAN) && extension.bool();
        return new Requested(oid, critical, extension.octetString());
    }

    private void readExtension(Requested extension, KubernetesRelease release) throws MalformedDer {
        if (!extension.oid.equals(SubjectAltNamesReader.OID)) {
            RequestedUsages.read(extension.oid, extension.value, usages);
            drop("EXTENSION_IGNORED", extension.oid, "a requested extension that no certificate of Kubernetes gets");
            return;
        }
        SubjectAltNamesReader.Result read = SubjectAltNamesReader.read(new DerInput(extension.value), release);
        names = read.names();
        for (String kind : read.unseen()) {
            drop("SUBJECT_ALT_NAME_IGNORED", SubjectAltNamesReader.OID, "a subject alternative name of kind " + kind);
        }
        if (extension.critical && !subject.equals(DistinguishedName.empty())) {
            drop("CRITICALITY_IGNORED", SubjectAltNamesReader.OID, "the extension is critical in the request");
        }
    }

    private void reportSubject(DerValue encoded, List<String> unknownTypes) {
        for (String type : unknownTypes) {
            drop("SUBJECT_ATTRIBUTE_IGNORED", type, "an attribute of the subject that Kubernetes does not read");
        }
        if (subject.isText() && !Arrays.equals(encoded.encoded(), Names.encode(subject))) {
            drop(
                    "SUBJECT_ENCODING_IGNORED",
                    "subject",
                    "the subject's order or string types are not those of Kubernetes");
        }
    }

    private void drop(String code, String location, String message) {
        dropped.add(Finding.info(
                code,
                Location.of(location),
                message,
                "nothing, unless you rely on it: the certificate will not have it"));
    }

    byte[] der() {
        return der;
    }

    /** The release by whose rules it was read. */
    KubernetesRelease release() {
        return release;
    }

    DistinguishedName subject() {
        return subject;
    }

    SubjectAltNames names() {
        return names;
    }

    PublicKeyInfo publicKey() {
        return publicKey;
    }

    String signatureAlgorithm() {
        return signature.name();
    }

    List<Finding> dropped() {
        return List.copyOf(dropped);
    }

    List<KeyUsage> usages() {
        return List.copyOf(usages);
    }

    /** Builds and signs a request. */
    static Pkcs10 build(
            KeyPair keyPair, DistinguishedName subject, SubjectAltNames names, @Nullable Provider provider) {
        try {
            PublicKeyInfo key = PublicKeyReader.whole(PublicKeyReader.encoded(keyPair.getPublic()));
            byte[] info = DerOutput.sequence(
                    DerOutput.integer(0), Names.encode(subject), key.encoded(), DerOutput.tagged(0, attributes(names)));
            SignatureScheme scheme = SignatureScheme.forRequest(keyPair.getPublic());
            byte[] signature = Crypto.sign(keyPair.getPrivate(), scheme, provider, info);
            return own(
                    DerOutput.sequence(info, scheme.identifier(), DerOutput.bitString(signature)),
                    keyPair.getPrivate(),
                    provider);
        } catch (BadSignature e) {
            if (KeyDetails.of(keyPair.getPublic()).isSmallRsa()) {
                throw new IllegalArgumentException(
                        "no API server accepts a request with this key pair: " + e.getMessage(), e);
            }
            throw new IllegalArgumentException("private and public key do not belong together: " + e.getMessage(), e);
        } catch (MalformedDer e) {
            throw new IllegalArgumentException(
                    "no API server accepts a request with this key pair: " + e.getMessage(), e);
        }
    }

    /** A request that was just signed; that the key pair is one is seen from the keys, if possible, else from the signature. */
    private static Pkcs10 own(byte[] der, PrivateKey privateKey, @Nullable Provider provider)
            throws MalformedDer, BadSignature {
        KubernetesRelease release = Feature.ML_DSA_REQUESTS.first();
        Pkcs10 request = new Pkcs10(der, release);
        Optional<Boolean> isPair = provider == null ? Crypto.isPair(request.publicKey, privateKey) : Optional.empty();
        if (isPair.isEmpty()) {
            request.verifyOwn(provider, release);
        } else if (!isPair.get()) {
            throw new BadSignature("x509: ECDSA verification failure");
        }
        return request;
    }

    private void verifyOwn(@Nullable Provider provider, KubernetesRelease release) throws BadSignature {
        try {
            verify(publicKey, provider, release);
        } catch (CryptoException e) {
            // Such as a key store that can only sign; of other providers there is none that could fail here.
            verify(publicKey, null, release);
        }
    }

    /** What stands in the set of attributes, which is always there, if empty: the API server takes no request without it. */
    private static byte[] attributes(SubjectAltNames names) {
        if (names.isEmpty()) {
            return new byte[0];
        }
        byte[] extension = DerOutput.sequence(
                DerOutput.objectIdentifier(SubjectAltNamesReader.OID),
                DerOutput.octetString(SubjectAltNamesReader.write(names)));
        return DerOutput.sequence(
                DerOutput.objectIdentifier(EXTENSION_REQUEST), DerOutput.set(DerOutput.sequence(extension)));
    }
}
