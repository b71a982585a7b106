package io.github.kubetls.podcertificate;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.ProofOfPossession;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The checks of the API server on creation, all errors collected but those of the key, and on replacing an object. */
final class PodRequestValidation {

    private static final String ANNOTATIONS = "spec.unverifiedUserAnnotations";
    private static final String STUB = "spec.stubPKCS10Request";
    private static final String PUBLIC_KEY = "spec.pkixPublicKey";
    private static final String PROOF = "spec.proofOfPossession";
    private static final String NO_KEY = "must be a valid PKIX-serialized public key";
    private static final String UNKNOWN_KIND = "unknown public key type; supported types are Ed25519, ECDSA, and RSA";
    private static final int LONGEST_UID = 128;
    private static final int MOST_ANNOTATION_BYTES = 256 * 1024;
    private static final int MOST_KEY_BYTES = 10 * 1024;
    private static final long LEAST_SECONDS = 3600;
    private static final long MOST_SECONDS = 7_862_400;
    private static final long MOST_SECONDS_OF_KUBERNETES = 86_400;

    private final PodCertificateRequest request;
    private final KubernetesRelease release;
    private final List<FieldError> errors = new ArrayList<>();

    PodRequestValidation(PodCertificateRequest request, KubernetesRelease release) {
        this.request = request;
        this.release = release;
    }

    List<FieldError> create() {
        checkMetadata();
        errors.addAll(request.signerName().violations(release));
        if (Feature.POD_CERTIFICATE_REQUESTS_BETA.in(release)) {
            checkAnnotations();
        }
        PodIdentity pod = request.pod();
        checkName("spec.podName", pod.podName());
        checkUid("spec.podUID", pod.podUid());
        checkName("spec.serviceAccountName", pod.serviceAccountName());
        checkUid("spec.serviceAccountUID", pod.serviceAccountUid());
        checkName("spec.nodeName", pod.nodeName());
        checkUid("spec.nodeUID", pod.nodeUid());
        checkMaxExpiration();
        checkKey();
        return List.copyOf(errors);
    }

    List<FieldError> update(PodCertificateRequest stored) {
        checkMetadata();
        if (!Objects.equals(request.toMap().get("spec"), stored.toMap().get("spec"))) {
            invalid("spec", "<value omitted>", "field is immutable");
        }
        return List.copyOf(errors);
    }

    private void checkMetadata() {
        ObjectMeta metadata = request.metadata();
        if (metadata.name().isEmpty() && metadata.generateName().isEmpty()) {
            errors.add(FieldError.required("metadata.name", NameRules.NAME_MISSING));
        }
        NameRules.objectName(
                metadata.name(),
                metadata.generateName(),
                NameRules::subdomain,
                (field, name, rule) -> errors.add(FieldError.invalid(field, name, rule)));
        if (metadata.namespace().isEmpty()) {
            errors.add(FieldError.required("metadata.namespace", ""));
        } else {
            NameRules.label(metadata.namespace())
                    .forEach(rule -> errors.add(FieldError.invalid("metadata.namespace", metadata.namespace(), rule)));
        }
        errors.addAll(metadata.violations(release));
    }

    private void invalid(String field, String literal, String detail) {
        errors.add(FieldError.invalidLiteral(field, literal, detail));
    }

    /** An error that does not show the value. */
    static FieldError invalid(String field, String detail) {
        return new FieldError(Location.of(field), FieldError.Type.INVALID, "Invalid value: " + detail);
    }

    private void checkAnnotations() {
        Map<String, String> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        sorted.putAll(request.unverifiedUserAnnotations());
        long size = 0;
        for (Map.Entry<String, String> annotation : sorted.entrySet()) {
            checkAnnotationKey(GoText.lowerCase(annotation.getKey()));
            size += NameRules.length(annotation.getKey()) + (long) NameRules.length(annotation.getValue());
        }
        if (size > MOST_ANNOTATION_BYTES) {
            tooLong(ANNOTATIONS, MOST_ANNOTATION_BYTES);
        }
    }

    private void checkAnnotationKey(String key) {
        if (key.isEmpty()) {
            errors.add(FieldError.required(ANNOTATIONS, ""));
            return;
        }
        List<String> rules = NameRules.labelKey(key, release);
        rules.forEach(rule -> errors.add(FieldError.invalid(ANNOTATIONS, key, rule)));
        if (rules.isEmpty() && key.indexOf('/') < 0) {
            errors.add(FieldError.invalid(ANNOTATIONS, key, "must be a domain-prefixed key (such as \"acme.io/foo\")"));
        }
    }

    /** All releases that have these objects say it so. */
    static FieldError tooLongError(String field, int most) {
        return FieldError.tooLong(field, "may not be more than " + most + " bytes");
    }

    private void tooLong(String field, int most) {
        errors.add(tooLongError(field, most));
    }

    private void checkName(String field, String name) {
        NameRules.subdomain(name).forEach(rule -> errors.add(FieldError.invalid(field, name, rule)));
    }

    private void checkUid(String field, String uid) {
        if (uid.isEmpty()) {
            errors.add(FieldError.invalid(field, uid, "must not be empty"));
        } else if (NameRules.length(uid) > LONGEST_UID) {
            tooLong(field, LONGEST_UID);
        }
    }

    private void checkMaxExpiration() {
        String domain = request.signerName().domain();
        boolean ofKubernetes = domain.equals("kubernetes.io") || domain.endsWith(".kubernetes.io");
        long most = ofKubernetes ? MOST_SECONDS_OF_KUBERNETES : MOST_SECONDS;
        long seconds = request.maxExpiration().toSeconds();
        if (seconds < LEAST_SECONDS || seconds > most) {
            invalid(
                    "spec.maxExpirationSeconds",
                    Long.toString(seconds),
                    "must be in the range [" + LEAST_SECONDS + ", " + most + "]");
        }
    }

    private void checkKey() {
        boolean hasStub = request.stubBytes().length > 0;
        boolean isStable = request.apiVersion().equals(PodCertificateRequest.API_VERSION);
        if (isStable && !hasStub) {
            errors.add(FieldError.required(STUB, ""));
        } else if (isStable) {
            checkStub();
        } else if (!Feature.POD_CERTIFICATE_STUB.in(release)) {
            checkProof();
        } else if (hasStub == hasProof()) {
            errors.add(invalid(
                    STUB, "exactly one of stubPKCS10Request, and pkixPublicKey with proofOfPossession, must be set"));
        } else if (hasStub) {
            checkStub();
        } else {
            checkProof();
        }
    }

    private boolean hasProof() {
        ProofOfPossession proof = request.proof();
        return proof.publicKeyInfo().length > 0 || proof.signature().length > 0;
    }

    private void checkStub() {
        if (request.stubBytes().length > MOST_KEY_BYTES) {
            tooLong(STUB, MOST_KEY_BYTES);
            return;
        }
        try {
            PublicKey key = request.stub().read(release).publicKey();
            if (!isMlDsa(key)) { // Which releases before 1.38 do not read.
                checkKind(STUB, key);
            }
        } catch (InvalidFormatException e) {
            errors.add(invalid(STUB, e.rule()));
        }
    }

    private static boolean isMlDsa(PublicKey key) {
        return KeyAlgorithm.of(key)
                .filter(algorithm -> algorithm.kubernetesName().startsWith("ML-DSA"))
                .isPresent();
    }

    /** Each of these ends the check. */
    private void checkProof() {
        ProofOfPossession proof = request.proof();
        if (proof.publicKeyInfo().length > MOST_KEY_BYTES) {
            tooLong(PUBLIC_KEY, MOST_KEY_BYTES);
        } else if (proof.signature().length > MOST_KEY_BYTES) {
            tooLong(PROOF, MOST_KEY_BYTES);
        } else {
            try {
                PublicKey key = proof.publicKey();
                if (isMlDsa(key) && !Feature.POD_CERTIFICATE_ML_DSA.in(release)) {
                    errors.add(invalid(PUBLIC_KEY, NO_KEY));
                } else if (checkKind(PUBLIC_KEY, key)
                        && !proof.proves(request.pod().podUid())) {
                    errors.add(invalid(PROOF, "could not verify proof-of-possession signature"));
                }
            } catch (InvalidFormatException e) {
                errors.add(invalid(PUBLIC_KEY, e.code().equals("KEY_ALGORITHM_UNSUPPORTED") ? UNKNOWN_KIND : NO_KEY));
            }
        }
    }

    private boolean checkKind(String field, PublicKey key) {
        if (PodKeyType.of(key).isPresent()) {
            return true;
        }
        int bits = PodKeyType.modulusBits(key);
        if (bits > 0) {
            errors.add(
                    FieldError.invalid(field, bits + "-bit modulus", "RSA keys must have modulus size 3072 or 4096"));
        } else if (key instanceof ECKey ec) {
            // P-521 is accepted all the same.
            errors.add(FieldError.invalid(
                    field,
                    "curve P-" + ec.getParams().getOrder().bitLength(),
                    "elliptic public keys must use curve P256 or P384"));
        } else {
            errors.add(invalid(field, UNKNOWN_KIND));
        }
        return false;
    }
}
