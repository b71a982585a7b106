package io.github.kubetls.examples.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubelet.KubeletConfiguration;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at one document of Kubernetes: finds out what it is, and asks the library's type for its findings. */
final class DocumentAudit {

    /** A document made to have a great many findings does not fill the report. */
    private static final int MOST_FINDINGS = 1000;

    private static final Pattern BYTES = Pattern.compile("\\[]byte\\{[^}]*+}: ");

    private final Instant now;
    private final WholeCluster cluster;

    DocumentAudit(Instant now, WholeCluster cluster) {
        this.now = now;
        this.cluster = cluster;
    }

    /** What was found in a document; nothing is recognised in one of another kind. */
    Recognised audit(SourceDocument document) throws IOException {
        Kind kind = Kind.of(document);
        if (kind == Kind.OTHER) {
            return Recognised.NOTHING;
        }
        List<Finding> found = findings(document, kind);
        List<AuditFinding> findings = found.stream()
                .sorted(Comparator.comparing(Finding::severity))
                .limit(MOST_FINDINGS)
                .map(finding -> new AuditFinding(finding, document.file().name(), document.line(finding.location())))
                .collect(Collectors.toCollection(ArrayList::new));
        if (kind == Kind.POD) {
            findings.addAll(FlagsAudit.pod(document));
        }
        return new Recognised(1, findings, Math.max(0, found.size() - MOST_FINDINGS));
    }

    private List<Finding> findings(SourceDocument document, Kind kind) throws IOException {
        if (!document.file().isWellEncoded()) {
            return List.of(Finding.error("SYNTAX", "", "the file is not valid UTF-8 text", "save it as UTF-8"));
        }
        try {
            return switch (kind) {
                case KUBECONFIG -> KubeconfigAudit.findings(document, now);
                case KUBELET_CONFIGURATION -> kubeletConfiguration(document);
                case BOOTSTRAP_TOKEN -> bootstrapToken(document);
                case SERVICE_ACCOUNT_TOKEN -> serviceAccountToken(document);
                case CLUSTER_INFO -> clusterInfo(document);
                case CERTIFICATE_SIGNING_REQUEST -> certificateSigningRequest(document);
                case CLUSTER_TRUST_BUNDLE -> clusterTrustBundle(document);
                case RBAC -> rbac(document);
                case POD, OTHER -> List.of();
            };
        } catch (InvalidFormatException e) {
            return List.of(
                    Finding.error(e.code(), e.location(), e.rule(), "correct it; Kubernetes refuses it as it is"));
        }
    }

    private List<Finding> kubeletConfiguration(SourceDocument document) {
        // A kubelet reads the file as a whole.
        String text = document.isFirst() ? document.file().text() : document.text();
        return KubeletConfiguration.parse(text).findings();
    }

    private List<Finding> bootstrapToken(SourceDocument document) throws IOException {
        List<Finding> findings =
                new ArrayList<>(FilePermissions.findings(document.file().path()));
        BootstrapTokenSecret secret = BootstrapTokenSecret.parse(document.text());
        cluster.add(secret);
        findings.addAll(secret.findings(now));
        return findings;
    }

    private List<Finding> serviceAccountToken(SourceDocument document) throws IOException {
        List<Finding> findings =
                new ArrayList<>(FilePermissions.findings(document.file().path()));
        findings.addAll(ServiceAccountTokenSecret.parse(document.text()).findings());
        return findings;
    }

    private List<Finding> clusterInfo(SourceDocument document) {
        ClusterInfo info = ClusterInfo.parse(document.text());
        cluster.add(document, info);
        List<Finding> findings = new ArrayList<>();
        String kubeconfig = "data." + ClusterInfo.KUBECONFIG_KEY;
        for (Finding finding : info.findings()) {
            // A line within the kubeconfig is none of the file.
            String location = finding.location().startsWith(kubeconfig) ? kubeconfig : finding.location();
            findings.add(relocated(finding, location));
        }
        if (findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
            Kubeconfig.parse(info.kubeconfig().orElse(""))
                    .findings(now)
                    .forEach(finding -> findings.add(relocated(finding, kubeconfig)));
        }
        return findings;
    }

    private static Finding relocated(Finding finding, String location) {
        return new Finding(finding.severity(), finding.code(), location, finding.message(), finding.fix());
    }

    /** What the findings say already, the API server's errors do not repeat. */
    private List<Finding> certificateSigningRequest(SourceDocument document) {
        CertificateSigningRequest request = CertificateSigningRequest.parse(document.text());
        List<Finding> findings = new ArrayList<>(request.findings());
        Set<String> told = findings.stream().map(Finding::location).collect(Collectors.toSet());
        refused(request.errors()).stream()
                .filter(error -> !told.contains(error.location()))
                .forEach(findings::add);
        return findings;
    }

    private List<Finding> clusterTrustBundle(SourceDocument document) {
        ClusterTrustBundle bundle = ClusterTrustBundle.parse(document.text());
        List<Finding> findings = refused(bundle.errors());
        if (findings.isEmpty()) {
            bundle.certificates()
                    .forEach(certificate -> CertificateAuthority.findings(certificate, now)
                            .forEach(finding -> findings.add(relocated(finding, "spec.trustBundle"))));
        }
        return findings;
    }

    private static List<Finding> refused(List<FieldError> errors) {
        List<Finding> findings = new ArrayList<>();
        for (FieldError error : errors) {
            findings.add(Finding.error(
                    error.type().name(),
                    error.field(),
                    error.message(),
                    "correct it; the API server refuses the object"));
        }
        return findings;
    }

    private List<Finding> rbac(SourceDocument document) {
        List<Finding> findings = RbacObject.findings(document.text());
        RbacObject.parseAll(document.text()).forEach(object -> cluster.add(document, object));
        return findings;
    }
}
