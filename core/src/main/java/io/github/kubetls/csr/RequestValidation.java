package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The checks of the API server on creation and update, all errors collected. A stored object that breaks a rule already, or
 * comes from an old version of the API, may go on breaking just that rule.
 */
final class RequestValidation {

    static final String TOO_SHORT = "may not specify a duration less than 600 seconds (10 minutes)";
    static final KubernetesRelease LAST_WITH_BETA = Feature.CSR_BETA_REMOVED.lastWithout();

    private static final String EXCLUSIVE = "Approved and Denied conditions are mutually exclusive";
    private static final List<String> DECISIONS = List.of(Condition.APPROVED, Condition.DENIED);
    private static final List<String> LASTING = List.of(Condition.APPROVED, Condition.DENIED, Condition.FAILED);
    private static final List<String> ANY_STATUS = List.of("False", "True", "Unknown");
    private static final List<String> TRUE_ONLY = List.of(Condition.TRUE);
    private final KubernetesRelease release;
    private final CertificateSigningRequest object;
    private final @Nullable CertificateSigningRequest stored;
    private final boolean isBeta;

    /** Whether the rules that v1 brought for the specification are waived: an update keeps the stored one. */
    private final boolean toleratesSpec;

    private final List<FieldError> errors = new ArrayList<>();

    RequestValidation(
            KubernetesRelease release, CertificateSigningRequest object, @Nullable CertificateSigningRequest stored) {
        this.release = release;
        this.object = object;
        this.stored = stored;
        this.isBeta = object.apiVersion().equals(CertificateSigningRequest.API_VERSION_BETA);
        this.toleratesSpec = isBeta || stored != null;
    }

    /** Whether a rule is waived: for the old version of the API, or because the stored object breaks it already. */
    private boolean tolerates(Predicate<CertificateSigningRequest> defect) {
        return isBeta || storedHas(defect);
    }

    private boolean storedHas(Predicate<CertificateSigningRequest> defect) {
        return stored != null && defect.test(stored);
    }

    /** The value of a duration in the field; one that has no place in it, or that every server refuses, is a programming error. */
    static int expirationSeconds(Duration duration) {
        if (duration.compareTo(SigningProfile.SHORTEST) < 0) {
            throw new IllegalArgumentException(TOO_SHORT);
        }
        if (duration.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "spec.expirationSeconds has 32 bits: at most " + Integer.MAX_VALUE + " seconds");
        }
        return (int) duration.toSeconds();
    }

    List<FieldError> create() {
        checkName();
        errors.addAll(object.metadata().violations(release));
        checkSpec();
        return List.copyOf(errors);
    }

    private void checkName() {
        ObjectMeta metadata = object.metadata();
        if (metadata.name().isEmpty() && metadata.generateName().isEmpty()) {
            errors.add(FieldError.required("metadata.name", NameRules.NAME_MISSING));
        }
        NameRules.objectName(
                metadata.name(),
                metadata.generateName(),
                (name, isPrefix) -> isPrefix ? NameRules.pathSegmentPrefix(name) : NameRules.pathSegment(name),
                (field, name, rule) -> errors.add(FieldError.invalid(field, name, rule)));
    }

    private void checkSpec() {
        checkRequest();
        checkUsages();
        if (!toleratesSpec || !object.signerName().equals(SignerName.LEGACY_UNKNOWN)) {
            errors.addAll(object.signerName().violations(release));
        }
        object.expirationSeconds().ifPresent(seconds -> {
            if (Feature.EXPIRATION_SECONDS.in(release) && seconds < SigningProfile.SHORTEST.toSeconds()) {
                errors.add(FieldError.invalidLiteral("spec.expirationSeconds", Integer.toString(seconds), TOO_SHORT));
            }
        });
    }

    private void checkRequest() {
        try {
            SignerRules.mlDsaDefect(object.request(release), object.usages()).ifPresent(this::badRequest);
        } catch (InvalidFormatException e) {
            badRequest(e.rule());
        }
    }

    /** What Kubernetes says to a request that does not parse; ours goes on to say what was found. */
    static String words(InvalidFormatException e) {
        return e.code().equals("REQUEST_MISSING") ? "PEM block type must be CERTIFICATE REQUEST" : e.rule();
    }

    /** The API server shows the bytes, which may be a private key; and it does not tell what was found. */
    private void badRequest(String detail) {
        errors.add(FieldError.invalidLiteral("spec.request", "<value omitted>", detail));
    }

    private void checkUsages() {
        List<KeyUsage> usages = object.usages();
        if (usages.isEmpty()) {
            errors.add(FieldError.required(
                    "spec.usages", Feature.REQUIRED_WITHOUT_DETAIL.in(release) ? "" : "usages must be provided"));
        }
        if (toleratesSpec) {
            return;
        }
        String[] known = KeyUsage.known().stream().map(KeyUsage::value).sorted().toArray(String[]::new);
        for (int i = 0; i < usages.size(); i++) {
            if (!usages.get(i).isKnown()) {
                errors.add(FieldError.unsupported(
                        "spec.usages[" + i + "]", usages.get(i).value(), known));
            }
        }
        Set<KeyUsage> seen = new HashSet<>();
        for (int i = 0; i < usages.size(); i++) {
            if (!seen.add(usages.get(i))) {
                errors.add(FieldError.duplicate(
                        "spec.usages[" + i + "]", usages.get(i).value()));
            }
        }
    }

    private static boolean hasDuplicates(List<?> items) {
        return new HashSet<>(items).size() < items.size();
    }

    private static List<String> types(CertificateSigningRequest object) {
        return object.conditions().stream().map(Condition::type).toList();
    }

    List<FieldError> update(RequestAdmission.Subresource subresource) {
        CertificateSigningRequest old = Objects.requireNonNull(stored);
        errors.addAll(object.metadata().violations(release));
        checkSpec();
        checkConditions();
        checkCertificate(old);
        for (String type : LASTING) {
            if (count(type, object) < count(type, old)) {
                forbidConditions("updates may not remove a condition of type " + GoText.quote(type));
            }
        }
        if (subresource != RequestAdmission.Subresource.APPROVAL) {
            checkDecisions(old);
        }
        checkCertificateChange(subresource, old);
        return List.copyOf(errors);
    }

    private void forbidConditions(String detail) {
        errors.add(FieldError.forbidden("status.conditions", detail));
    }

    private static long count(String type, CertificateSigningRequest object) {
        return object.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .count();
    }

    private void checkDecisions(CertificateSigningRequest old) {
        for (String type : DECISIONS) {
            long before = count(type, old);
            long after = count(type, object);
            if (after > before) {
                forbidConditions("updates may not add a condition of type " + GoText.quote(type));
            }
        }
    }

    private void checkConditions() {
        List<Condition> conditions = object.conditions();
        Set<String> seen = new HashSet<>();
        boolean emptyTypes = tolerates(old -> types(old).contains(""));
        boolean duplicateTypes = tolerates(old -> hasDuplicates(types(old)));
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            String field = "status.conditions[" + i + "]";
            if (condition.type().isEmpty() && !emptyTypes) {
                errors.add(FieldError.required(field + ".type", ""));
            }
            checkStatus(condition, field + ".status");
            boolean byList = Feature.DECISIONS_EXCLUSIVE_BY_LIST.in(release);
            checkExclusive(condition, seen, byList ? "status.conditions" : field + ".type");
            if (!seen.add(condition.type()) && !duplicateTypes) {
                errors.add(FieldError.duplicate(field + ".type", condition.type()));
            }
        }
    }

    private void checkStatus(Condition condition, String field) {
        List<String> allowed = LASTING.contains(condition.type()) ? TRUE_ONLY : ANY_STATUS;
        if (condition.status().isEmpty()) {
            errors.add(FieldError.required(field, ""));
        } else if (!allowed.contains(condition.status())) {
            errors.add(FieldError.unsupported(field, condition.status(), allowed.toArray(String[]::new)));
        }
    }

    private boolean storedIsContradictory() {
        return storedHas(old -> types(old).containsAll(DECISIONS));
    }

    private void checkExclusive(Condition condition, Set<String> before, String field) {
        boolean contradicts = condition.type().equals(Condition.APPROVED) && before.contains(Condition.DENIED)
                || condition.type().equals(Condition.DENIED) && before.contains(Condition.APPROVED);
        if (contradicts && !storedIsContradictory()) {
            errors.add(FieldError.invalid(field, condition.type(), EXCLUSIVE));
        }
    }

    private void checkCertificate(CertificateSigningRequest old) {
        if (isBeta
                || Arrays.equals(object.certificateBytes(), old.certificateBytes())
                || certificateDefect(old, release).isPresent()) {
            return;
        }
        certificateDefect(object, release)
                .ifPresent(
                        defect -> errors.add(FieldError.invalid("status.certificate", "<certificate data>", defect)));
    }

    private static Optional<String> certificateDefect(CertificateSigningRequest object, KubernetesRelease release) {
        if (!object.isIssued()) {
            return Optional.empty();
        }
        try {
            Pem.parseOnlyCertificates(object.certificatePem(), release);
            return Optional.empty();
        } catch (InvalidFormatException e) {
            return Optional.of(e.rule());
        }
    }

    private void checkCertificateChange(RequestAdmission.Subresource subresource, CertificateSigningRequest old) {
        if (Arrays.equals(object.certificateBytes(), old.certificateBytes())) {
            return;
        }
        if (subresource != RequestAdmission.Subresource.STATUS) {
            errors.add(FieldError.forbidden("status.certificate", "updates may not set certificate content"));
        } else if (old.isIssued() && !isBeta) {
            errors.add(
                    FieldError.forbidden("status.certificate", "updates may not modify existing certificate content"));
        }
    }
}
