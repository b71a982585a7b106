package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for what is legal in a kubeconfig but unwise, or what will fail later. */
final class KubeconfigFindings {

    private static final Set<String> REMOVED_PROVIDERS = Set.of("gcp", "azure");

    private final List<Finding> findings;
    private final Kubeconfig config;
    private final Instant now;

    private KubeconfigFindings(Kubeconfig config, Instant now) {
        this.findings = new ArrayList<>(config.findings);
        this.config = config;
        this.now = now;
    }

    static List<Finding> of(Kubeconfig config, Instant now) {
        KubeconfigFindings findings = new KubeconfigFindings(config, now);
        config.clusters().forEach((name, cluster) -> findings.cluster("clusters[" + name + "].", cluster));
        config.users().forEach((name, user) -> findings.user("users[" + name + "].", user));
        findings.bootstrapTokens();
        return findings.findings;
    }

    private void error(String code, String location, String message, String fix) {
        findings.add(Finding.error(code, Location.of(location), message, fix));
    }

    private void warning(String code, String location, String message, String fix) {
        findings.add(Finding.warning(code, Location.of(location), message, fix));
    }

    private void cluster(String at, Cluster cluster) {
        if (cluster.insecureSkipTlsVerify()) {
            warning(
                    "TLS_VERIFICATION_DISABLED",
                    at + "insecure-skip-tls-verify",
                    "the server's certificate is not checked, so anybody on the way can take the credentials",
                    "set certificate-authority-data instead");
        }
        if (!cluster.server().isEmpty() && !cluster.isTls()) {
            warning(
                    "SERVER_INSECURE",
                    at + "server",
                    "the server's URL is not one of https, so credentials and CA are silently not used",
                    "write https://");
        }
        if (cluster.insecureSkipTlsVerify() && cluster.certificateAuthority().isPresent()) {
            error(
                    "CA_CONFLICTING",
                    at + "insecure-skip-tls-verify",
                    "specifying a root certificates file with the insecure flag is not allowed",
                    "remove insecure-skip-tls-verify");
        }
        try {
            for (X509Certificate certificate : TlsMaterial.certificateAuthorities(ConfigPaths.resolved(cluster))) {
                authority(at + "certificate-authority", certificate);
            }
        } catch (InvalidFormatException e) {
            error(e.code(), at + "certificate-authority", e.getMessage(), "put PEM certificates there");
        } catch (IOException e) {
            unreadable(at + "certificate-authority");
        }
    }

    private void authority(String at, X509Certificate certificate) {
        if (certificate.getBasicConstraints() < 0) {
            error(
                    "CA_FLAG_MISSING",
                    at,
                    "the certificate is not one of a certificate authority",
                    "put the certificate there that signed the server's");
        }
        validity(at, certificate);
    }

    private void validity(String at, X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant start = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            error("CERTIFICATE_EXPIRED", at, "the certificate expired at " + end, "replace it by a new one");
        } else if (now.isBefore(start)) {
            error("CERTIFICATE_NOT_YET_VALID", at, "the certificate is valid only from " + start, "check the clock");
        }
    }

    private void unreadable(String at) {
        warning("FILE_UNREADABLE", at, "the file cannot be read, so it was not looked into", "correct the path");
    }

    private void user(String at, AuthInfo user) {
        if (user.password().isPresent()) {
            warning(
                    "PASSWORD_INSECURE",
                    at + "password",
                    "the file holds a password in plain text, and API servers since 1.19 do not take one",
                    "use a client certificate, a token or exec");
        }
        if (user.token().isPresent() && user.tokenFile().isPresent()) {
            warning(
                    "TOKEN_IGNORED",
                    at + "token",
                    "there are a token and a token file; the file counts as soon as it can be read",
                    "remove one of the two");
        }
        if (user.tokenFile().isPresent()
                && user.token().isEmpty()
                && (user.username().isPresent() || user.password().isPresent())) {
            error(
                    "CREDENTIALS_CONFLICTING",
                    at + "tokenFile",
                    "username/password or bearer token may be set, but not both",
                    "remove one of the two");
        }
        clientCertificate(at, user);
        user.authProvider().ifPresent(provider -> authProvider(at, provider));
        user.exec()
                .map(ExecConfig::apiVersion)
                .filter(this::isUnknown)
                .ifPresent(version -> error(
                        "EXEC_API_VERSION_UNSUPPORTED",
                        at + "exec.apiVersion",
                        "exec plugin: invalid apiVersion; v1alpha1 is gone since Kubernetes 1.24",
                        "write " + ExecConfig.API_VERSION_V1));
    }

    private boolean isUnknown(String version) {
        return !version.isEmpty()
                && !version.equals(ExecConfig.API_VERSION_V1)
                && !version.equals(ExecConfig.API_VERSION_V1BETA1);
    }

    private void authProvider(String at, AuthProviderConfig provider) {
        if (REMOVED_PROVIDERS.contains(provider.name())) {
            error(
                    "AUTH_PROVIDER_REMOVED",
                    at + "auth-provider",
                    "the provider is gone since Kubernetes 1.26",
                    "use the exec plugin that replaces it");
        }
    }

    private void clientCertificate(String at, AuthInfo user) {
        AuthInfo resolved = ConfigPaths.resolved(user);
        String field = at + "client-certificate";
        try {
            Optional<CertificateAndKey> pair = TlsMaterial.clientCertificate(resolved);
            if (pair.isPresent()) {
                pair.get()
                        .findings(now)
                        .forEach(finding -> findings.add(new Finding(
                                finding.severity(),
                                finding.code(),
                                Location.of(field),
                                finding.message(),
                                finding.fix())));
            } else if (user.clientKey().isPresent()) {
                warning(
                        "CLIENT_KEY_IGNORED",
                        at + "client-key",
                        "there is a key without a certificate; it is silently ignored",
                        "add client-certificate");
            }
        } catch (InvalidFormatException e) {
            boolean mismatch = e.code().equals("KEY_MISMATCH");
            error(
                    e.code(),
                    mismatch ? at + "client-key" : field,
                    mismatch ? "the key does not belong to the certificate" : e.getMessage(),
                    "put a certificate and its key there");
        } catch (IOException e) {
            unreadable(field);
        }
    }

    /** A token that is for one bootstrap only does not belong next to credentials that stay. */
    private void bootstrapTokens() {
        boolean lasting = config.users().values().stream()
                .anyMatch(user -> user.clientCertificate().isPresent()
                        || user.exec().isPresent()
                        || user.authProvider().isPresent()
                        || user.password().isPresent());
        for (Map.Entry<String, AuthInfo> user : config.users().entrySet()) {
            boolean bootstrap =
                    user.getValue().token().filter(BootstrapToken::isToken).isPresent();
            if (bootstrap && lasting) {
                warning(
                        "BOOTSTRAP_TOKEN_UNEXPECTED",
                        "users[" + user.getKey() + "].token",
                        "a bootstrap token was left next to credentials that last",
                        "remove it, and delete its Secret bootstrap-token-<id> if it is not needed any more");
            }
        }
    }
}
