package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.time.GoTime;
import io.github.kubetls.manifest.FieldError;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Whether an object that is there already can stand for one that was to be created under its name. */
final class ReuseCheck {

    private final CertificateSigningRequest stored;
    private final CertificateSigningRequest wanted;
    private final Instant now;
    private final KubernetesRelease release;
    private final List<Finding> findings = new ArrayList<>();

    private ReuseCheck(
            CertificateSigningRequest stored,
            CertificateSigningRequest wanted,
            Instant now,
            KubernetesRelease release) {
        this.stored = stored;
        this.wanted = wanted;
        this.now = now;
        this.release = release;
    }

    static List<Finding> findings(
            CertificateSigningRequest stored,
            CertificateSigningRequest wanted,
            Instant now,
            KubernetesRelease release) {
        ReuseCheck check = new ReuseCheck(stored, wanted, now, release);
        Optional<CertificateRequest> theirs = check.request(stored, "new");
        Optional<CertificateRequest> ours = check.request(wanted, "original");
        if (theirs.isPresent() && ours.isPresent()) {
            check.compare(theirs.get(), ours.get());
        }
        return List.copyOf(check.findings);
    }

    private Optional<CertificateRequest> request(CertificateSigningRequest csr, String which) {
        try {
            return Optional.of(csr.request(release));
        } catch (InvalidFormatException e) {
            refuse(
                    "REQUEST_INVALID",
                    "spec.request",
                    "unable to parse " + which + " csr: " + RequestValidation.words(e));
            return Optional.empty();
        }
    }

    private void compare(CertificateRequest theirs, CertificateRequest ours) {
        if (!theirs.subject().equals(ours.subject())) {
            refuse(
                    "SUBJECT_MISMATCH",
                    "spec.request",
                    "csr subjects differ: new: " + theirs.subject() + ", orig: " + ours.subject());
        }
        String theirSigner = stored.signerName().value();
        String ourSigner = wanted.signerName().value();
        if (!theirSigner.isEmpty() && !ourSigner.isEmpty() && !theirSigner.equals(ourSigner)) {
            refuse(
                    "SIGNER_MISMATCH",
                    "spec.signerName",
                    "csr signerNames differ: new " + GoText.quote(theirSigner) + ", orig: " + GoText.quote(ourSigner));
        }
        for (FieldError violation : theirs.violations(ours.publicKey(), release)) {
            refuse(
                    "REQUEST_KEY_MISMATCH",
                    "spec.request",
                    "error validating signature new CSR against old key: " + violation.message());
        }
        checkExpiry();
        compareWhatUpstreamDoesNot(theirs, ours);
    }

    private void checkExpiry() {
        try {
            for (X509Certificate certificate : stored.certificates(release)) {
                Instant notAfter = certificate.getNotAfter().toInstant();
                if (now.isAfter(notAfter)) {
                    refuse(
                            "CERTIFICATE_EXPIRED",
                            "status.certificate",
                            "one of the certificates for the CSR has expired: " + GoTime.format(notAfter));
                }
            }
        } catch (InvalidFormatException e) {
            refuse(
                    "CERTIFICATE_INVALID",
                    "status.certificate",
                    "error parsing signed certificate for CSR: " + e.rule());
        }
    }

    private void compareWhatUpstreamDoesNot(CertificateRequest theirs, CertificateRequest ours) {
        if (!theirs.subjectAltNames().equals(ours.subjectAltNames())) {
            warn("SUBJECT_ALT_NAMES_MISMATCH", "spec.request", "the stored request has other alternative names");
        }
        if (!new HashSet<>(stored.usages()).equals(new HashSet<>(wanted.usages()))) {
            warn("USAGES_MISMATCH", "spec.usages", "the stored request has other usages");
        }
        if (!stored.expirationSeconds().equals(wanted.expirationSeconds())) {
            warn(
                    "EXPIRATION_SECONDS_MISMATCH",
                    "spec.expirationSeconds",
                    "the stored request asks for another duration");
        }
    }

    private void refuse(String code, String location, String message) {
        findings.add(Finding.error(code, Location.of(location), message, "create the request under another name"));
    }

    private void warn(String code, String location, String message) {
        findings.add(Finding.warning(
                code,
                Location.of(location),
                message,
                "kubelets accept it nevertheless; create the request under another name"));
    }
}
