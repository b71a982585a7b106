package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.component.AuthenticationConfiguration;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.discovery.DiscoverySettings;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubelet.KubeletConfiguration;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at one document of Kubernetes: finds out what it is, and asks the library's type for its findings. */
final class DocumentAudit {

    private static final String API_VERSION = "apiVersion";
    private static final String BY_API_SERVER = "correct it; the API server refuses the object";
    private static final Pattern BYTES = Pattern.compile("\\[]byte\\{[^}]*+}: ");

    private final Judge judge;
    private final WholeCluster cluster;
    private final FileFindings found;

    /**
     * Prepares to look at the documents of a file.
     *
     * @param judge    knows what to judge by
     * @param cluster  takes what tells more together with other files
     * @param found    takes what is found
     */
    DocumentAudit(Judge judge, WholeCluster cluster, FileFindings found) {
        this.judge = judge;
        this.cluster = cluster;
        this.found = found;
    }

    void audit(SourceDocument document, DocumentKind kind) throws IOException {
        found.recognise();
        if (kind == DocumentKind.POD && document.isWhole()) {
            FlagsAudit.pod(document, judge, found);
        }
        if (kind == DocumentKind.BOOTSTRAP_TOKEN || kind == DocumentKind.SERVICE_ACCOUNT_TOKEN) {
            found.addAll(FilePermissions.findings(document.file().path()), document.start());
        }
        findings(document, kind).forEach(finding -> found.add(finding, document::place));
    }

    private List<Finding> findings(SourceDocument document, DocumentKind kind) throws IOException {
        if (!document.file().isWellEncoded()) {
            return List.of(Finding.error(
                    "DOCUMENT_INVALID", Location.none(), "the file is not valid UTF-8 text", "save it as UTF-8"));
        }
        try {
            return switch (kind) {
                case KUBECONFIG -> judge.findings(KubeconfigAudit.of(document, judge.now()));
                case KUBELET_CONFIGURATION -> kubeletConfiguration(document);
                case BOOTSTRAP_TOKEN -> bootstrapToken(document);
                case SERVICE_ACCOUNT_TOKEN ->
                    ServiceAccountTokenSecret.parse(document.text()).findings();
                case CLUSTER_INFO -> clusterInfo(document);
                case CONFIG_MAP -> configMap(document);
                case CERTIFICATE_SIGNING_REQUEST -> certificateSigningRequest(document);
                case CLUSTER_TRUST_BUNDLE -> clusterTrustBundle(document);
                case POD_CERTIFICATE_REQUEST -> podCertificateRequest(document);
                case AUTHENTICATION_CONFIGURATION -> authenticationConfiguration(document);
                case JOIN_CONFIGURATION -> joinConfiguration(DiscoverySettings.parse(document.text()));
                case KUBEADM_CONFIGURATION -> document.isWhole() ? kubeadmVersion(document) : unread(document);
                case RBAC -> rbac(document);
                case LIST -> unread(document);
                case POD -> document.isWhole() ? List.of() : unread(document);
                case OTHER -> List.of();
            };
        } catch (InvalidFormatException e) {
            return List.of(refused(e));
        }
    }

    private List<Finding> kubeletConfiguration(SourceDocument document) {
        // A kubelet reads the file as a whole.
        String text = document.isFirst() ? document.file().text() : document.text();
        return judge.findings(KubeletConfiguration.parse(text)::findings);
    }

    private List<Finding> bootstrapToken(SourceDocument document) {
        BootstrapTokenSecret secret = BootstrapTokenSecret.parse(document.text());
        cluster.add(secret);
        return secret.findings(judge.now());
    }

    private List<Finding> clusterInfo(SourceDocument document) {
        ClusterInfo info = ClusterInfo.parse(document.text());
        cluster.add(document, info, found);
        List<Finding> findings = new ArrayList<>(info.findings());
        if (findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
            Location kubeconfig = Location.of("data." + ClusterInfo.KUBECONFIG_KEY);
            published(info).forEach(finding -> findings.add(finding.within(kubeconfig)));
        }
        return findings;
    }

    private List<Finding> published(ClusterInfo info) {
        try {
            return judge.findings(
                    KubeconfigAudit.of(Kubeconfig.parse(info.kubeconfig().orElse("")), judge.now()));
        } catch (InvalidFormatException e) {
            return List.of(refused(e));
        }
    }

    private List<Finding> configMap(SourceDocument document) {
        if (!document.isWhole()) {
            return unread(document);
        }
        return EmbeddedFile.all(document).stream()
                .flatMap(file -> file.findings(judge).stream())
                .toList();
    }

    static Finding refused(InvalidFormatException e) {
        return Finding.error(e.code(), e.location(), e.rule(), "correct it; Kubernetes refuses it as it is");
    }

    private List<Finding> certificateSigningRequest(SourceDocument document) {
        CertificateSigningRequest request = CertificateSigningRequest.parse(document.text());
        return judge.findings(
                release -> joined(request.findings(release), refused(request.violations(release), BY_API_SERVER)));
    }

    private List<Finding> clusterTrustBundle(SourceDocument document) {
        ClusterTrustBundle bundle = ClusterTrustBundle.parse(document.text());
        return judge.findings(release ->
                joined(refused(bundle.violations(release), BY_API_SERVER), bundle.findings(judge.now(), release)));
    }

    private List<Finding> podCertificateRequest(SourceDocument document) {
        PodCertificateRequest request = PodCertificateRequest.parse(document.text());
        return judge.findings(release ->
                joined(request.findings(judge.now(), release), refused(request.violations(release), BY_API_SERVER)));
    }

    private List<Finding> authenticationConfiguration(SourceDocument document) {
        AuthenticationConfiguration configuration = AuthenticationConfiguration.parse(document.text());
        return judge.findings(release -> joined(
                configuration.findings(),
                refused(configuration.violations(release), "correct it; kube-apiserver does not start")));
    }

    /** All kinds of kubeadm's configuration have the same versions. */
    private List<Finding> kubeadmVersion(SourceDocument document) {
        String version = document.textAt(API_VERSION);
        return joinConfiguration(DiscoverySettings.fromMap(Map.of(API_VERSION, version, "kind", "JoinConfiguration")))
                .stream()
                .filter(finding -> finding.location().path().equals(API_VERSION))
                .toList();
    }

    private List<Finding> joinConfiguration(DiscoverySettings settings) {
        return judge.findings(
                release -> refused(settings.violations(release), "correct it; kubeadm refuses the file").stream()
                        .map(DocumentAudit::here)
                        .toList());
    }

    /** A file that is not here may be on the machine that the configuration is for. */
    private static Finding here(Finding finding) {
        return finding.location().path().equals("discovery.file.kubeConfigPath")
                ? Finding.warning(finding.code(), finding.location(), finding.message(), finding.fix())
                : finding;
    }

    /** What some say of a field, others do not repeat. */
    private static List<Finding> joined(List<Finding> findings, List<Finding> others) {
        Set<String> told =
                findings.stream().map(finding -> finding.location().path()).collect(Collectors.toSet());
        List<Finding> all = new ArrayList<>(findings);
        others.stream().filter(other -> !told.contains(other.location().path())).forEach(all::add);
        return all;
    }

    private static List<Finding> refused(List<FieldError> errors, String fix) {
        List<Finding> findings = new ArrayList<>();
        for (FieldError error : errors) {
            // The API server quotes bytes one by one, whatever they are.
            String message = BYTES.matcher(error.message()).replaceAll("");
            findings.add(Finding.error(error.type().code(), error.location(), message, fix));
        }
        return findings;
    }

    /** What is not whole, any strict reader refuses, and says why; that of RBAC objects passes over all others. */
    private static List<Finding> unread(SourceDocument document) {
        RbacObject.parseAll(document.text());
        return List.of();
    }

    private List<Finding> rbac(SourceDocument document) {
        List<Finding> findings = RbacObject.findings(document.text());
        RbacObject.parseAll(document.text()).forEach(object -> cluster.add(document, object, found));
        return findings;
    }
}
