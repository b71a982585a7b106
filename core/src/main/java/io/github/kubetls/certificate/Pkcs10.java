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
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/** A PKCS#10 request taken apart with the strictness of the API server, and put together as Kubernetes does (RFC 2986). */
final class Pkcs10 {

    private static final String EXTENSION_REQUEST = PKCSObjectIdentifiers.pkcs_9_at_extensionRequest.getId();
    private static final String SUBJECT_ALT_NAME = "2.5.29.17";

    private final byte[] der;
    private final KubernetesRelease release;
    private final DistinguishedName subject;
    private final SubjectPublicKeyInfo publicKey;
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
    void verify(SubjectPublicKeyInfo key, @Nullable Provider provider, KubernetesRelease release) throws BadSignature {
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
        if (!extension.oid.equals(SUBJECT_ALT_NAME)) {
            RequestedUsages.read(extension.oid, extension.value, usages);
            drop("EXTENSION_IGNORED", extension.oid, "a requested extension that no certificate of Kubernetes gets");
            return;
        }
        SubjectAltNamesReader.Result read = SubjectAltNamesReader.read(new DerInput(extension.value), release);
        names = read.names();
        for (String kind : read.unseen()) {
            drop("SUBJECT_ALT_NAME_IGNORED", SUBJECT_ALT_NAME, "a subject alternative name of kind " + kind);
        }
        if (extension.critical && !subject.equals(DistinguishedName.empty())) {
            drop("CRITICALITY_IGNORED", SUBJECT_ALT_NAME, "the extension is critical in the request");
        }
    }

    private void reportSubject(DerValue encoded, List<String> unknownTypes) {
        for (String type : unknownTypes) {
            drop("SUBJECT_ATTRIBUTE_IGNORED", type, "an attribute of the subject that Kubernetes does not read");
        }
        if (subject.isText() && !Arrays.equals(encoded.encoded(), DerOutput.encode(Names.encode(subject)))) {
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

    SubjectPublicKeyInfo publicKey() {
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
            SubjectPublicKeyInfo key = PublicKeyReader.whole(PublicKeyReader.encoded(keyPair.getPublic()));
            CertificationRequestInfo info = new CertificationRequestInfo(Names.encode(subject), key, attributes(names));
            SignatureScheme scheme = SignatureScheme.forRequest(keyPair.getPublic());
            byte[] signature = Crypto.sign(keyPair.getPrivate(), scheme, provider, DerOutput.encode(info));
            byte[] der =
                    DerOutput.encode(new CertificationRequest(info, scheme.identifier(), new DERBitString(signature)));
            return own(der, provider);
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

    private static Pkcs10 own(byte[] der, @Nullable Provider provider) throws MalformedDer, BadSignature {
        KubernetesRelease release = Feature.ML_DSA_REQUESTS.first();
        try {
            return read(der, provider, release);
        } catch (CryptoException e) {
            // Such as a key store that can only sign; of other providers there is none that could fail here.
            return read(der, null, release);
        }
    }

    /** Always there, if empty: the API server does not take a request without them. */
    private static ASN1Set attributes(SubjectAltNames names) {
        if (names.isEmpty()) {
            return new DERSet();
        }
        Extension extension = new Extension(
                Extension.subjectAlternativeName, false, DerOutput.encode(SubjectAltNamesReader.write(names)));
        return new DERSet(
                new Attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(new Extensions(extension))));
    }
}
