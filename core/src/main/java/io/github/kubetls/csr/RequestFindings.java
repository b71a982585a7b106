package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.manifest.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is legal in a CertificateSigningRequest but will not lead to a certificate, or not to the one that was meant. */
final class RequestFindings {

    private final CertificateSigningRequest csr;
    private final KubernetesRelease release;
    private final List<Finding> findings = new ArrayList<>();

    private RequestFindings(CertificateSigningRequest csr, KubernetesRelease release) {
        this.csr = csr;
        this.release = release;
    }

    static List<Finding> of(CertificateSigningRequest csr, KubernetesRelease release) {
        RequestFindings findings = new RequestFindings(csr, release);
        try {
            findings.ofRequest(csr.request(release));
        } catch (InvalidFormatException e) {
            findings.error(
                    "REQUEST_INVALID",
                    "spec.request",
                    e.rule(),
                    "put a PKCS#10 request in PEM there, encoded once as base64");
        }
        findings.ofVersion();
        findings.ofSigner();
        findings.ofState();
        return List.copyOf(findings.findings);
    }

    private void error(String code, String location, String message, String fix) {
        findings.add(Finding.error(code, Location.of(location), message, fix));
    }

    private void warning(String code, String location, String message, String fix) {
        findings.add(Finding.warning(code, Location.of(location), message, fix));
    }

    private void ofVersion() {
        boolean isBeta = csr.apiVersion().equals(CertificateSigningRequest.API_VERSION_BETA);
        if (isBeta && Feature.CSR_BETA_REMOVED.in(release)) {
            error(
                    "API_VERSION_UNSUPPORTED",
                    "apiVersion",
                    "Kubernetes " + release + " does not serve CertificateSigningRequests of " + csr.apiVersion(),
                    "use v1, which is there since 1.19; it demands signerName and usages");
        }
    }

    private void ofRequest(CertificateRequest request) {
        String text = new String(csr.requestBytes(), StandardCharsets.ISO_8859_1);
        List<Pem.Block> blocks = Pem.blocks(text, release);
        if (blocks.size() > 1) {
            warning(
                    "REQUEST_TEXT_IGNORED",
                    "spec.request",
                    "there are " + blocks.size() + " PEM blocks; the API server reads the first and ignores the rest",
                    "submit exactly one block CERTIFICATE REQUEST");
        }
        if (blocks.stream().anyMatch(block -> block.label().endsWith("PRIVATE KEY"))) {
            error(
                    "PRIVATE_KEY_EXPOSED",
                    "spec.request",
                    "there is a private key behind the request, for all who may read requests",
                    "make a new key, and submit exactly one block CERTIFICATE REQUEST");
        }
        if (!csr.isIssued()) {
            for (FieldError violation : csr.signerName().violations(request, csr.usages(), release)) {
                error(
                        "REQUEST_REFUSED",
                        "spec",
                        "the signer will refuse the request once it is approved: " + violation.message(),
                        "create another request that keeps the rules of " + csr.signerName());
            }
        }
        Set<KeyUsage> requested = new HashSet<>(request.requestedUsages());
        if (!requested.isEmpty() && !new HashSet<>(csr.usages()).containsAll(requested)) {
            warning(
                    "REQUESTED_USAGES_IGNORED",
                    "spec.usages",
                    "the PKCS#10 request asks for usages that spec.usages does not have; the signers of Kubernetes go by "
                            + "spec.usages, others may refuse the request",
                    "leave key usages out of the PKCS#10 request");
        }
        request.findings(release).forEach(finding -> findings.add(finding.within(Location.of("spec.request"))));
    }

    private void ofSigner() {
        SignerName signer = csr.signerName();
        if (signer.isUnknownToKubernetes() && !csr.isIssued()) {
            error(
                    "SIGNER_UNKNOWN",
                    "spec.signerName",
                    "Kubernetes has no signer of this name: the request is accepted and stays unsigned forever",
                    "use a signer of Kubernetes, or a name in your own domain");
        }
        if (csr.expirationSeconds().isPresent() && !Feature.EXPIRATION_SECONDS.in(release)) {
            warning(
                    "EXPIRATION_SECONDS_IGNORED",
                    "spec.expirationSeconds",
                    "servers before 1.22 drop this field silently",
                    "set --cluster-signing-duration");
        }
    }

    private void ofState() {
        if (csr.isIssued() || csr.isDenied() || csr.isFailed()) {
            return;
        }
        if (csr.isApproved()) {
            warning(
                    "CERTIFICATE_PENDING",
                    "status.certificate",
                    "approved but not issued: the signer has no CA files (--cluster-signing-*), its CA has expired, it "
                            + "is not running, or it has rules of its own; such a request stays forever",
                    "look at the log of the kube-controller-manager");
        } else if (csr.signerName().equals(SignerName.KUBELET_SERVING)) {
            warning(
                    "APPROVAL_PENDING",
                    "status.conditions",
                    "Kubernetes never approves serving certificates of kubelets; the request is deleted after 24 hours, "
                            + "and logs and exec fail with a TLS error until there is a certificate",
                    "approve it by hand, or run an approver such as KubeletServingPolicy");
        } else if (!csr.signerName().equals(SignerName.KUBE_APISERVER_CLIENT_KUBELET)) {
            warning(
                    "APPROVAL_PENDING",
                    "status.conditions",
                    "Kubernetes approves client certificates of kubelets only; the request is deleted after 24 hours",
                    "approve it by hand");
        }
    }
}
