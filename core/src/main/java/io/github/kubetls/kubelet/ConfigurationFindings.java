package io.github.kubetls.kubelet;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.util.ArrayList;
import java.util.List;

/** What is unwise in a KubeletConfiguration. */
final class ConfigurationFindings {

    private final KubeletConfiguration configuration;
    private final List<Finding> findings = new ArrayList<>();

    private ConfigurationFindings(KubeletConfiguration configuration) {
        this.configuration = configuration;
    }

    /** The advice about a field that was most likely meant by one that kubelet does not know is to correct that one. */
    static List<Finding> of(KubeletConfiguration configuration, List<UnknownField> unknown) {
        ConfigurationFindings findings = new ConfigurationFindings(configuration);
        findings.access();
        findings.authentication();
        findings.clientCertificate();
        findings.servingCertificate();
        return findings.findings.stream()
                .map(finding -> unknown.stream()
                        .filter(field -> field.concerns(finding))
                        .findFirst()
                        .map(field -> instead(finding, field))
                        .orElse(finding))
                .toList();
    }

    private static Finding instead(Finding finding, UnknownField field) {
        return new Finding(
                finding.severity(),
                finding.code(),
                finding.location(),
                finding.message() + "; " + field.name() + " does not set it",
                field.fix());
    }

    private void access() {
        if (configuration.readOnlyPort() != 0) {
            findings.add(Finding.error(
                    "READ_ONLY_PORT_INSECURE",
                    Location.of(ConfigurationField.READ_ONLY_PORT.path()),
                    "port " + configuration.readOnlyPort()
                            + " tells everybody about the node and its pods, without TLS and authentication",
                    "set readOnlyPort to 0"));
        }
        if (configuration.authorizationMode().equals("AlwaysAllow")) {
            findings.add(Finding.error(
                    "AUTHORIZATION_DISABLED",
                    Location.of(ConfigurationField.AUTHORIZATION_MODE.path()),
                    "whoever is let in may run commands in every pod of the node",
                    "set authorization.mode to Webhook"));
        }
        if (configuration.authenticationAnonymousEnabled()) {
            String fix = "set authentication.anonymous.enabled to false";
            String path = ConfigurationField.ANONYMOUS_ENABLED.path();
            findings.add(
                    configuration.authorizationMode().equals("AlwaysAllow")
                            ? Finding.error(
                                    "ANONYMOUS_ACCESS_INSECURE",
                                    Location.of(path),
                                    "everybody who reaches the node may run commands in its pods, without credentials",
                                    fix)
                            : Finding.warning(
                                    "ANONYMOUS_ACCESS_INSECURE",
                                    Location.of(path),
                                    "requests without credentials are let in as system:anonymous",
                                    fix));
        }
    }

    private void authentication() {
        if (configuration.authenticationX509ClientCaFile().isEmpty()) {
            findings.add(Finding.warning(
                    "CLIENT_CA_MISSING",
                    Location.of(ConfigurationField.CLIENT_CA_FILE.path()),
                    "the API server's client certificate does not authenticate: logs, exec and port-forward fail",
                    "set it to the cluster's CA, such as /etc/kubernetes/pki/ca.crt"));
        }
        if (!configuration.authenticationWebhookEnabled()) {
            findings.add(Finding.info(
                    "TOKEN_WEBHOOK_DISABLED",
                    Location.of(ConfigurationField.WEBHOOK_ENABLED.path()),
                    "bearer tokens do not authenticate, such as those of a metrics collector",
                    "set authentication.webhook.enabled to true"));
        }
    }

    private void clientCertificate() {
        if (!configuration.rotateCertificates()) {
            findings.add(Finding.warning(
                    "CERTIFICATE_ROTATION_DISABLED",
                    Location.of(ConfigurationField.ROTATE_CERTIFICATES.path()),
                    "the client certificate is not renewed: the node drops out when it expires",
                    "set rotateCertificates to true"));
        }
    }

    private void servingCertificate() {
        boolean cert = configuration.tlsCertFile().isPresent();
        boolean key = configuration.tlsPrivateKeyFile().isPresent();
        if (cert != key) {
            findings.add(Finding.error(
                    "TLS_PAIR_INCOMPLETE",
                    Location.of(
                            (cert ? ConfigurationField.TLS_PRIVATE_KEY_FILE : ConfigurationField.TLS_CERT_FILE).path()),
                    "only one of certificate and key is set: kubelet cannot serve with it",
                    "set both tlsCertFile and tlsPrivateKeyFile, or none"));
        }
        if (configuration.serverTlsBootstrap()) {
            findings.add(Finding.warning(
                    "APPROVER_MISSING",
                    Location.of(ConfigurationField.SERVER_TLS_BOOTSTRAP.path()),
                    "Kubernetes never approves requests for serving certificates by itself: until somebody does, logs and"
                            + " exec fail with a TLS internal error",
                    "run an approver for kubernetes.io/kubelet-serving, or approve them by hand"));
        }
        if (configuration.serverTlsBootstrap() && (cert || key)) {
            findings.add(Finding.warning(
                    "TLS_FILES_IGNORED",
                    Location.of(
                            (cert ? ConfigurationField.TLS_CERT_FILE : ConfigurationField.TLS_PRIVATE_KEY_FILE).path()),
                    "is used only until the first certificate is issued, because of serverTLSBootstrap",
                    "remove tlsCertFile and tlsPrivateKeyFile, or serverTLSBootstrap"));
        }
        if (!configuration.serverTlsBootstrap() && !cert && !key) {
            findings.add(Finding.info(
                    "SERVING_CERTIFICATE_UNTRUSTED",
                    Location.of(ConfigurationField.SERVER_TLS_BOOTSTRAP.path()),
                    "kubelet serves with a certificate of its own making, which nobody can verify",
                    "set serverTLSBootstrap to true, or tlsCertFile and tlsPrivateKeyFile"));
        }
        String version = configuration.tlsMinVersion();
        if (version.equals("VersionTLS10") || version.equals("VersionTLS11")) {
            findings.add(Finding.warning(
                    "TLS_VERSION_INSECURE",
                    Location.of(ConfigurationField.TLS_MIN_VERSION.path()),
                    "allows a version of TLS that is broken",
                    "set tlsMinVersion to VersionTLS12 or VersionTLS13"));
        }
    }
}
