package io.github.kubetls.certificate;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.release.Feature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a certificate is refused, or soon will be, and what it should not allow. */
final class CertificateFindings {

    /** Kubelets renew when at most three tenths of the time are left; what has less than one was not renewed. */
    private static final int SOON = 10;

    private static final int KEY_CERT_SIGN = 5;
    private static final String SIGNATURE_ALGORITHM_INSECURE = "SIGNATURE_ALGORITHM_INSECURE";

    private final X509Certificate certificate;
    private final Instant now;
    private final KubernetesRelease release;
    private final List<Finding> findings = new ArrayList<>();

    private CertificateFindings(X509Certificate certificate, Instant now, KubernetesRelease release) {
        this.certificate = certificate;
        this.now = now;
        this.release = release;
    }

    static List<Finding> of(X509Certificate certificate, Instant now, KubernetesRelease release) {
        CertificateFindings findings = new CertificateFindings(certificate, now, release);
        findings.validity();
        findings.findings.addAll(KeyAlgorithm.findings(certificate.getPublicKey(), release));
        findings.signature();
        findings.usages();
        return List.copyOf(findings.findings);
    }

    static List<Finding> ofCa(X509Certificate certificate, Instant now, KubernetesRelease release) {
        CertificateFindings findings = new CertificateFindings(certificate, now, release);
        findings.findings.addAll(KeyAlgorithm.findings(certificate.getPublicKey(), release));
        String useAnother = "sign with a CA certificate";
        if (certificate.getBasicConstraints() < 0) {
            findings.error(
                    "CA_FLAG_MISSING", "the certificate is not a CA's: nobody accepts what it signs", useAnother);
        }
        boolean[] keyUsage = certificate.getKeyUsage();
        if (keyUsage != null && !keyUsage[KEY_CERT_SIGN]) {
            findings.error(
                    "CA_KEY_USAGE_MISSING", "the CA's key usage does not allow it to sign certificates", useAnother);
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            findings.error(
                    "CA_EXPIRED",
                    "the CA expired on " + certificate.getNotAfter().toInstant(),
                    "renew the CA");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            findings.error(
                    "CA_NOT_YET_VALID",
                    "the CA is valid from " + certificate.getNotBefore().toInstant(),
                    "check the clock");
        }
        if (X509Issuer.subjectKeyId(certificate).isEmpty()) {
            findings.warning(
                    "SUBJECT_KEY_ID_MISSING",
                    "the CA has no subject key identifier, so certificates will not say which key signed them",
                    "create a new CA that has one (RFC 5280, section 4.2.1.2)");
        }
        return List.copyOf(findings.findings);
    }

    private void error(String code, String message, String fix) {
        findings.add(Finding.error(code, Location.none(), message, fix));
    }

    private void warning(String code, String message, String fix) {
        findings.add(Finding.warning(code, Location.none(), message, fix));
    }

    private void validity() {
        Instant start = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        Duration left = Duration.between(now, end);
        if (now.isAfter(end)) {
            error("CERTIFICATE_EXPIRED", "the certificate expired at " + end, "replace it with a new one");
        } else if (now.isBefore(start)) {
            error("CERTIFICATE_NOT_YET_VALID", "the certificate is valid only from " + start, "check the clock");
        } else if (left.compareTo(Duration.between(start, end).dividedBy(SOON)) < 0) {
            warning(
                    "CERTIFICATE_EXPIRING",
                    "less than a tenth of the certificate's time is left: it expires at " + end,
                    "renew it, and find out why nothing has renewed it");
        }
    }

    private void signature() {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        boolean isSha1 = algorithm.startsWith("SHA1");
        if (!isSha1 && !algorithm.startsWith("MD5")) {
            return;
        }
        String message = "the certificate is signed with " + certificate.getSigAlgName() + ", which Kubernetes refuses"
                + (isSha1 ? " from " + Feature.SHA1_CERTIFICATES_REFUSED.first() + " on" : "");
        String fix = "have a new one signed with SHA-256 or better";
        if (isSha1 && !Feature.SHA1_CERTIFICATES_REFUSED.in(release)) {
            warning(SIGNATURE_ALGORITHM_INSECURE, message, fix);
        } else {
            error(SIGNATURE_ALGORITHM_INSECURE, message, fix);
        }
    }

    private void usages() {
        // Reads what any release reads.
        CertificateView view = new CertificateView(certificate, Feature.BMP_STRINGS_CHECKED.lastWithout());
        if (names(KeyUsage.SERVER_AUTH) && !view.hasSubjectAltNames()) {
            error(
                    "SUBJECT_ALT_NAMES_MISSING",
                    "a server's certificate has no names but its common name, which no client looks at any more",
                    "have a new one issued with subject alternative names");
        }
        if (names(KeyUsage.CLIENT_AUTH) && view.subject().organizations().contains(UserInfo.MASTERS_GROUP)) {
            warning(
                    "MASTERS_GROUP_INSECURE",
                    "whoever has the key may do everything in the cluster, and cannot be stopped before the"
                            + " certificate expires",
                    "use a group with a binding of its own, such as kubeadm:cluster-admins");
        }
    }

    private boolean names(KeyUsage usage) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages != null && usages.containsAll(KeyUsage.oids(List.of(usage)));
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
