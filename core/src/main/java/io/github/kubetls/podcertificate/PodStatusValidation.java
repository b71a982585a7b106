package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequestValidation.invalid;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.internal.net.MailAddress;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.manifest.FieldError;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks of the API server on an update of the status. */
final class PodStatusValidation {

    private static final String STATUS = "status";
    private static final String CHAIN = "status.certificateChain";
    private static final String NOT_BEFORE = "status.notBefore";
    private static final String BEGIN_REFRESH_AT = "status.beginRefreshAt";
    private static final String NOT_AFTER = "status.notAfter";
    private static final String REASON_FORM = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private static final Pattern REASON = Pattern.compile("[A-Za-z](?:[A-Za-z0-9_,:]*+(?<![,:]))?");
    private static final String REASON_RULE =
            "a condition reason must start with alphabetic character, optionally followed "
                    + "by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. "
                    + "'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for "
                    + "validation is '" + REASON_FORM + "')";
    private static final int LONGEST_REASON = 1024;
    private static final int LONGEST_MESSAGE = 32 * 1024;
    private static final int LONGEST_CHAIN = 100 * 1024;
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final Duration LEAST_LIFETIME = Duration.ofHours(1);
    private static final Duration REFRESH_MARGIN = Duration.ofMinutes(10);

    private final PodCertificateRequest request;
    private final Instant now;
    private final KubernetesRelease release;
    private final List<FieldError> errors = new ArrayList<>();

    PodStatusValidation(PodCertificateRequest request, Instant now, KubernetesRelease release) {
        this.request = request;
        this.now = now;
        this.release = release;
    }

    List<FieldError> update(PodCertificateRequest stored) {
        checkConditions();
        if (errors.isEmpty()) {
            checkState(stored);
        }
        return List.copyOf(errors);
    }

    private void checkConditions() {
        List<Condition> conditions = request.conditions();
        boolean isDecided = false;
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            // The API server writes the dot.
            String field = "status.conditions.[" + i + "]";
            if (!PodStatus.FINAL_TYPES.contains(condition.type())) {
                errors.add(FieldError.unsupported(
                        field + ".type", condition.type(), PodStatus.FINAL_TYPES.toArray(String[]::new)));
                continue;
            }
            if (!condition.status().equals(Condition.TRUE)) {
                errors.add(FieldError.unsupported(field + ".status", condition.status(), Condition.TRUE));
            }
            if (isDecided) {
                errors.add(FieldError.invalid(
                        field + ".type",
                        condition.type(),
                        "There may be at most one condition with type \"Issued\", \"Denied\", or \"Failed\""));
            }
            isDecided = true;
        }
        Set<String> types = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String field = "status.conditions[" + i + "]";
            if (!types.add(conditions.get(i).type())) {
                errors.add(
                        FieldError.duplicate(field + ".type", conditions.get(i).type()));
            }
            checkForm(field, conditions.get(i));
        }
    }

    /** What holds for the conditions of all objects. */
    private void checkForm(String field, Condition condition) {
        NameRules.labelKey(condition.type(), release)
                .forEach(rule -> errors.add(FieldError.invalid(field + ".type", condition.type(), rule)));
        if (!List.of("False", Condition.TRUE, "Unknown").contains(condition.status())) {
            errors.add(FieldError.unsupported(field + ".status", condition.status(), "False", "True", "Unknown"));
        }
        if (condition.lastTransitionTime().isEmpty()) {
            errors.add(FieldError.required(field + ".lastTransitionTime", ""));
        }
        String reason = condition.reason();
        if (reason.isEmpty()) {
            errors.add(FieldError.required(field + ".reason", ""));
        } else if (!REASON.matcher(reason).matches()) {
            errors.add(FieldError.invalid(field + ".reason", reason, REASON_RULE));
        }
        if (NameRules.length(reason) > LONGEST_REASON) {
            errors.add(PodRequestValidation.tooLongError(field + ".reason", LONGEST_REASON));
        }
        if (NameRules.length(condition.message()) > LONGEST_MESSAGE) {
            errors.add(PodRequestValidation.tooLongError(field + ".message", LONGEST_MESSAGE));
        }
    }

    private void checkState(PodCertificateRequest stored) {
        boolean changes = !sameStatus(stored);
        if (stored.outcome().isPresent()) {
            if (changes) {
                errors.add(invalid(STATUS, "immutable after PodCertificateRequest is issued, denied, or failed"));
            }
            return;
        }
        String outcome = request.outcome().map(Condition::type).orElse("");
        switch (outcome) {
            case PodCertificateRequest.ISSUED -> checkIssued();
            case Condition.DENIED, Condition.FAILED -> {
                if (request.status().hasCertificate()) {
                    errors.add(invalid(
                            STATUS,
                            "non-condition status fields must be empty when denying or failing the "
                                    + "PodCertificateRequest"));
                }
            }
            default -> {
                if (changes) {
                    errors.add(invalid(
                            STATUS,
                            "status is immutable unless transitioning to \"Issued\", \"Denied\", or \"Failed\""));
                }
            }
        }
    }

    private boolean sameStatus(PodCertificateRequest stored) {
        return Objects.equals(request.toMap().get(STATUS), stored.toMap().get(STATUS));
    }

    private void checkIssued() {
        if (NameRules.length(request.certificateChain()) > LONGEST_CHAIN) {
            errors.add(PodRequestValidation.tooLongError(CHAIN, LONGEST_CHAIN));
            return;
        }
        List<Pem.Block> blocks = Pem.blocks(request.certificateChain(), release);
        if (blocks.isEmpty()) {
            chain("issued certificate chain must contain at least one certificate");
        } else if (!blocks.get(0).label().equals(Pem.CERTIFICATE)) {
            chain("issued certificate chain must consist entirely of CERTIFICATE PEM blocks");
        } else {
            X509Certificate leaf = parsed(blocks.get(0));
            if (leaf == null) {
                chain("leaf certificate does not parse as valid X.509");
            } else if (checkNames(leaf) && checkPublicKey(leaf) && checkTimes(leaf)) {
                checkIntermediates(blocks.subList(1, blocks.size()));
            }
        }
    }

    private boolean chain(String detail) {
        errors.add(invalid(CHAIN, detail));
        return false;
    }

    private @Nullable X509Certificate parsed(Pem.Block block) {
        try {
            List<X509Certificate> certificates = block.parseCertificates(release);
            return certificates.size() == 1 ? certificates.get(0) : null;
        } catch (InvalidFormatException e) {
            return null;
        }
    }

    private boolean checkNames(X509Certificate leaf) {
        SubjectAltNames names = SubjectAltNames.of(leaf);
        int before = errors.size();
        for (String name : names.dnsNames()) {
            if (name.isEmpty()) {
                chain("leaf certificate should not contain empty DNSName");
            }
            if (name.contains("..")) {
                chain("leaf certificate's DNSName should not contain '..'");
            }
            if (name.startsWith(".") || name.endsWith(".")) {
                chain("leaf certificate's DNSName should not start or end with '.'");
            }
        }
        for (String address : names.emailAddresses()) {
            if (!MailAddress.isOne(address)) {
                chain("leaf certificate should not contain invalid EmailAddress");
            }
        }
        return errors.size() == before;
    }

    private boolean checkPublicKey(X509Certificate leaf) {
        try {
            PublicKey requested = request.publicKey();
            return Arrays.equals(requested.getEncoded(), leaf.getPublicKey().getEncoded())
                    || chain("leaf certificate was not issued to the requested public key");
        } catch (InvalidFormatException e) {
            return chain("leaf certificate was not issued to the requested public key");
        }
    }

    private boolean checkTimes(X509Certificate leaf) {
        Optional<Instant> start = required(NOT_BEFORE, request.notBefore());
        Optional<Instant> refresh = required(BEGIN_REFRESH_AT, request.beginRefreshAt());
        Optional<Instant> end = required(NOT_AFTER, request.notAfter());
        if (start.isEmpty() || refresh.isEmpty() || end.isEmpty()) {
            return false;
        }
        Instant notBefore = leaf.getNotBefore().toInstant();
        Instant notAfter = leaf.getNotAfter().toInstant();
        return require(
                        start.get().equals(notBefore),
                        NOT_BEFORE,
                        start.get(),
                        "must be set to the NotBefore time encoded in the leaf certificate")
                && require(
                        Duration.between(notBefore, now).abs().compareTo(CLOCK_TOLERANCE) < 0,
                        NOT_BEFORE,
                        start.get(),
                        "must be set to within 5 minutes of kube-apiserver's current time")
                && require(
                        end.get().equals(notAfter),
                        NOT_AFTER,
                        end.get(),
                        "must be set to the NotAfter time encoded in the leaf certificate")
                && checkLifetime(Duration.between(notBefore, notAfter))
                && require(
                        !refresh.get().isBefore(notBefore.plus(REFRESH_MARGIN)),
                        BEGIN_REFRESH_AT,
                        refresh.get(),
                        "must be at least 10 minutes after status.notBefore")
                && require(
                        !refresh.get().isAfter(notAfter.minus(REFRESH_MARGIN)),
                        BEGIN_REFRESH_AT,
                        refresh.get(),
                        "must be at least 10 minutes before status.notAfter");
    }

    private Optional<Instant> required(String field, Optional<Instant> time) {
        if (time.isEmpty()) {
            errors.add(FieldError.required(field, ""));
        }
        return time;
    }

    private boolean require(boolean condition, String field, Instant value, String detail) {
        if (!condition) {
            errors.add(FieldError.invalid(field, Rfc3339.format(value), detail));
        }
        return condition;
    }

    private boolean checkLifetime(Duration lifetime) {
        String value = GoDuration.format(lifetime);
        if (lifetime.compareTo(LEAST_LIFETIME) < 0) {
            errors.add(FieldError.invalidLiteral(CHAIN, value, "leaf certificate lifetime must be >= 1 hour"));
            return false;
        }
        if (lifetime.compareTo(request.maxExpiration()) > 0) {
            errors.add(FieldError.invalidLiteral(
                    CHAIN,
                    value,
                    "leaf certificate lifetime must be <= spec.maxExpirationSeconds ("
                            + request.maxExpiration().toSeconds() + ")"));
            return false;
        }
        return true;
    }

    private void checkIntermediates(List<Pem.Block> blocks) {
        for (Pem.Block block : blocks) {
            if (!block.label().equals(Pem.CERTIFICATE)) {
                // The API server misspells it.
                chain("issued certificate chain must consist entirely of CERTFICATE PEM blocks");
                return;
            }
            if (parsed(block) == null) {
                chain("intermediate certificate does not parse as valid X.509");
                return;
            }
        }
    }
}
