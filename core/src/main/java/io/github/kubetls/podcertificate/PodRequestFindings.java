package io.github.kubetls.podcertificate;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.release.Feature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is legal in a PodCertificateRequest but will not lead to a certificate, or not to the one that was meant. */
final class PodRequestFindings {

    private final PodCertificateRequest request;
    private final Instant now;
    private final KubernetesRelease release;
    private final List<Finding> findings = new ArrayList<>();

    private PodRequestFindings(PodCertificateRequest request, Instant now, KubernetesRelease release) {
        this.request = request;
        this.now = now;
        this.release = release;
    }

    static List<Finding> of(PodCertificateRequest request, Instant now, KubernetesRelease release) {
        PodRequestFindings findings = new PodRequestFindings(request, now, release);
        findings.ofVersion();
        findings.ofSpec();
        findings.ofOwner();
        findings.ofStatus();
        return List.copyOf(findings.findings);
    }

    private void error(String code, String location, String message, String fix) {
        findings.add(Finding.error(code, Location.of(location), message, fix));
    }

    private void warning(String code, String location, String message, String fix) {
        findings.add(Finding.warning(code, Location.of(location), message, fix));
    }

    private void ofVersion() {
        if (!PodRequestFields.isServed(request.apiVersion(), release)) {
            error(
                    "API_VERSION_UNSUPPORTED",
                    "apiVersion",
                    "Kubernetes " + release + " does not serve PodCertificateRequests of " + request.apiVersion(),
                    "use v1 from 1.37 on, v1beta1 in 1.35 and 1.36, v1alpha1 in 1.34");
        }
    }

    private void ofSpec() {
        if (!request.unverifiedUserAnnotations().isEmpty() && !Feature.POD_CERTIFICATE_REQUESTS_BETA.in(release)) {
            warning(
                    "ANNOTATIONS_IGNORED",
                    "spec.unverifiedUserAnnotations",
                    "the API server does not know this field before 1.35, and drops it",
                    "have the signer do without them");
        }
        if (request.signerName().domain().equals("kubernetes.io")) {
            error(
                    "SIGNER_UNKNOWN",
                    "spec.signerName",
                    "Kubernetes has no signer of this name for pods: the request stays unsigned",
                    "use the name of a signer in a domain of your own");
        }
        try {
            request.stub()
                    .read()
                    .ifPresentOrElse(
                            stub -> stub.findings(release)
                                    .forEach(finding ->
                                            findings.add(finding.within(Location.of("spec.stubPKCS10Request")))),
                            () -> request.proof().publicKey());
        } catch (InvalidFormatException e) {
            error("REQUEST_INVALID", "spec", e.rule(), "make the request anew");
        }
    }

    private void ofOwner() {
        if (!(request.metadata().toMap().get("ownerReferences") instanceof List<?> owners)) {
            return;
        }
        for (Object owner : owners) {
            if (owner instanceof Map<?, ?> map
                    && "Pod".equals(map.get("kind"))
                    && !"v1".equals(map.get("apiVersion"))) {
                warning(
                        "OWNER_REFERENCE_INVALID",
                        "metadata.ownerReferences",
                        "the Pod is named with the apiVersion " + map.get("apiVersion")
                                + ", so that the object stays when the pod goes",
                        "name it with the apiVersion v1, as kubelets do from 1.36 on");
            }
        }
    }

    private void ofStatus() {
        if (request.outcome().isEmpty()) {
            warning(
                    "ISSUANCE_PENDING",
                    "status.conditions",
                    "no signer has answered; Kubernetes has none of its own, and deletes the request after some minutes",
                    "run a signer of that name");
            return;
        }
        try {
            List<X509Certificate> chain = request.certificates(release);
            if (!chain.isEmpty()) {
                CertificateAndKey.findings(chain.get(0), now, release)
                        .forEach(finding -> findings.add(finding.within(Location.of("status.certificateChain"))));
            }
        } catch (InvalidFormatException e) {
            error("CERTIFICATE_INVALID", "status.certificateChain", e.rule(), "correct the signer");
        }
        request.beginRefreshAt()
                .filter(time -> PodCertificateRotation.isOverdue(time, now))
                .ifPresent(time -> findings.add(
                        PodCertificateRotation.overdue(time).within(Location.of("status.beginRefreshAt"))));
    }
}
