package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Invisible;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for what is legal in a kubeconfig but unwise, or what will fail later. */
final class KubeconfigFindings {

    /** What replaces the providers that clients do not have any more. */
    private static final Map<String, String> REMOVED_PROVIDERS =
            Map.of("gcp", "gke-gcloud-auth-plugin", "azure", "kubelogin");

    private final List<Finding> findings;
    private final Kubeconfig config;
    private final Instant now;
    private final KubernetesRelease release;

    private KubeconfigFindings(Kubeconfig config, Instant now, KubernetesRelease release) {
        this.findings = new ArrayList<>(config.findings);
        this.config = config;
        this.now = now;
        this.release = release;
    }

    static List<Finding> of(Kubeconfig config, Instant now, KubernetesRelease release) {
        KubeconfigFindings findings = new KubeconfigFindings(config, now, release);
        findings.currentContext();
        config.clusters().forEach(findings::cluster);
        config.users().forEach(findings::user);
        config.contexts()
                .forEach((name, context) -> findings.names(context.location("contexts[" + name + "]", ""), name));
        findings.bootstrapTokens();
        findings.findings.addAll(KubeconfigValidation.all(config).findings());
        return findings.findings;
    }

    private void error(String code, Location at, String message, String fix) {
        findings.add(Finding.error(code, at, message, fix));
    }

    private void warning(String code, Location at, String message, String fix) {
        findings.add(Finding.warning(code, at, message, fix));
    }

    /** Nothing refuses it, but a client that is not told a context has neither server nor credentials. */
    private void currentContext() {
        if (config.currentContext().isEmpty() && !config.contexts().isEmpty()) {
            warning(
                    "CONTEXT_MISSING",
                    config.location("", "current-context"),
                    "current-context is empty: who names no context, as a kubelet does not, finds neither server nor"
                            + " credentials",
                    "kubectl config use-context NAME");
        }
        config.currentContext().ifPresent(name -> names(config.location("", "current-context"), name));
    }

    private void names(Location at, String text) {
        Invisible.in(text)
                .ifPresent(found -> warning(
                        "CHARACTER_UNEXPECTED",
                        at,
                        "there is the invisible character " + found.name() + " in it",
                        "remove it, or type a blank where one belongs"));
    }

    private void texts(String entry, ConfigObject object, String... fields) {
        Map<String, @Nullable Object> all = object.toMap();
        for (String field : fields) {
            if (all.get(field) instanceof String text) {
                names(object.location(entry, field), text);
            }
        }
    }

    private void cluster(String name, Cluster cluster) {
        String entry = "clusters[" + name + "]";
        names(cluster.location(entry, ""), name);
        texts(entry, cluster, "server", "proxy-url", "tls-server-name", "certificate-authority");
        if (cluster.insecureSkipTlsVerify()) {
            warning(
                    "TLS_VERIFICATION_DISABLED",
                    cluster.location(entry, "insecure-skip-tls-verify"),
                    "the server's certificate is not checked, so anybody on the way can take the credentials",
                    "set certificate-authority-data instead");
        }
        if (!cluster.server().isEmpty()) {
            server(cluster.location(entry, "server"), cluster);
        }
        if (cluster.insecureSkipTlsVerify() && cluster.certificateAuthority().isPresent()) {
            error(
                    "CA_CONFLICTING",
                    cluster.location(entry, "insecure-skip-tls-verify"),
                    "specifying a root certificates file with the insecure flag is not allowed",
                    "remove insecure-skip-tls-verify");
        }
        cluster.certificateAuthority().ifPresent(source -> authorities(entry, cluster, source));
    }

    private void server(Location at, Cluster cluster) {
        if (UrlText.server(cluster.server()).isEmpty()) {
            error(
                    "SERVER_INVALID",
                    at,
                    UrlText.defectOfServer(cluster.server()),
                    "write a URL such as https://10.0.0.1:6443");
        } else if (!cluster.isTls()) {
            warning(
                    "SERVER_INSECURE",
                    at,
                    "the server's URL is not one of https, so credentials and CA are silently not used",
                    "write https://");
        }
        if (!UrlText.bracketed(cluster.server()).equals(cluster.server())) {
            warning(
                    "SERVER_SUSPECT",
                    at,
                    "an IPv6 address without brackets: some clients refuse it, others take what stands behind the last"
                            + " colon for the port",
                    "write brackets around the address, as in https://[fd00::1]:6443");
        }
    }

    private void authorities(String entry, Cluster cluster, PemSource source) {
        Location at = cluster.location(entry, TlsMaterial.field("certificate-authority", source));
        try {
            for (X509Certificate certificate :
                    TlsMaterial.certificateAuthorities(ConfigPaths.resolved(cluster), release)) {
                authority(at, certificate);
            }
        } catch (InvalidFormatException e) {
            error(e.code(), at, e.rule(), "put PEM certificates there");
        } catch (IOException e) {
            unreadable(at, e);
        }
    }

    private void authority(Location at, X509Certificate certificate) {
        if (certificate.getBasicConstraints() < 0) {
            error(
                    "CA_FLAG_MISSING",
                    at,
                    "the certificate is not one of a certificate authority",
                    "put the certificate there that signed the server's");
        }
        validity(at, certificate);
    }

    private void validity(Location at, X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant start = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            error("CERTIFICATE_EXPIRED", at, "the certificate expired at " + end, "replace it by a new one");
        } else if (now.isBefore(start)) {
            error("CERTIFICATE_NOT_YET_VALID", at, "the certificate is valid only from " + start, "check the clock");
        }
    }

    private void unreadable(Location at, IOException e) {
        warning(
                "FILE_UNREADABLE",
                at,
                "the file cannot be read (" + NamedFile.reason(e) + "), so it was not looked into",
                "correct the path");
    }

    private void user(String name, AuthInfo user) {
        String entry = "users[" + name + "]";
        names(user.location(entry, ""), name);
        texts(entry, user, "token", "tokenFile", "client-certificate", "client-key", "username");
        credentials(entry, user);
        if (user.password().isPresent()) {
            warning(
                    "PASSWORD_INSECURE",
                    user.location(entry, "password"),
                    "the file holds a password in plain text, and API servers since 1.19 do not take one",
                    "use a client certificate, a token or exec");
        }
        if (user.token().isPresent() && user.tokenFile().isPresent()) {
            warning(
                    "TOKEN_IGNORED",
                    user.location(entry, "token"),
                    "there are a token and a token file; the file counts as soon as it can be read",
                    "remove one of the two");
        }
        if (user.tokenFile().isPresent()
                && user.token().isEmpty()
                && (user.username().isPresent() || user.password().isPresent())) {
            error(
                    "CREDENTIALS_CONFLICTING",
                    user.location(entry, "tokenFile"),
                    "username/password or bearer token may be set, but not both",
                    "remove one of the two");
        }
        clientCertificate(entry, user);
        user.authProvider().ifPresent(provider -> authProvider(user.location(entry, "auth-provider"), provider));
        user.exec().ifPresent(exec -> exec(entry, user, exec));
    }

    /** Kubernetes serves who has none, too: nobody notices before the permissions of that user are missing. */
    private void credentials(String entry, AuthInfo user) {
        boolean any = user.clientCertificate().isPresent()
                || user.clientKey().isPresent()
                || user.token().isPresent()
                || user.tokenFile().isPresent()
                || user.username().isPresent()
                || user.password().isPresent()
                || user.exec().isPresent()
                || user.authProvider().isPresent();
        if (!any) {
            warning(
                    "CREDENTIALS_MISSING",
                    user.location(entry, ""),
                    "the user has no credentials: to the API server, whoever connects is system:anonymous",
                    "add a token, a client certificate or exec");
        }
        if (user.token().filter(KubeconfigView.REDACTED::equals).isPresent()) {
            error(
                    "CREDENTIALS_MISSING",
                    user.location(entry, "token"),
                    "there is what \"kubectl config view\" shows in the place of a token",
                    "write the kubeconfig anew by kubectl config view --raw");
        }
    }

    private void exec(String entry, AuthInfo user, ExecConfig exec) {
        names(user.location(entry, "exec.command"), exec.command());
        names(user.location(entry, "exec.apiVersion"), exec.apiVersion());
        if (isUnknown(exec.apiVersion())) {
            error(
                    "EXEC_API_VERSION_UNSUPPORTED",
                    user.location(entry, "exec.apiVersion"),
                    "exec plugin: invalid apiVersion " + GoText.quote(exec.apiVersion())
                            + switch (exec.apiVersion()) {
                                case ExecConfig.API_VERSION_V1ALPHA1 ->
                                    ", which is gone since Kubernetes " + Feature.EXEC_V1ALPHA1_REMOVED.first();
                                case ExecConfig.API_VERSION_V1 ->
                                    ", which clients know since Kubernetes " + Feature.EXEC_V1.first();
                                default -> "";
                            },
                    "write " + (Feature.EXEC_V1.in(release) ? withV1(exec) : ExecConfig.API_VERSION_V1BETA1)
                            + ", with a release of the plugin that speaks it");
        }
    }

    private static String withV1(ExecConfig exec) {
        return ExecConfig.API_VERSION_V1 + ", and beside it interactiveMode: "
                + exec.interactiveMode().orElse(ExecConfig.INTERACTIVE_IF_AVAILABLE);
    }

    private boolean isUnknown(String version) {
        return switch (version) {
            case "", ExecConfig.API_VERSION_V1BETA1 -> false;
            case ExecConfig.API_VERSION_V1 -> !Feature.EXEC_V1.in(release);
            case ExecConfig.API_VERSION_V1ALPHA1 -> Feature.EXEC_V1ALPHA1_REMOVED.in(release);
            default -> true;
        };
    }

    private void authProvider(Location at, AuthProviderConfig provider) {
        String plugin = REMOVED_PROVIDERS.get(provider.name());
        if (plugin != null && Feature.AUTH_PROVIDERS_REMOVED.in(release)) {
            error(
                    "AUTH_PROVIDER_REMOVED",
                    at,
                    "the provider " + GoText.quote(provider.name()) + " is gone since Kubernetes "
                            + Feature.AUTH_PROVIDERS_REMOVED.first(),
                    "remove auth-provider, and use the exec plugin that replaces it: " + plugin);
        }
    }

    private void clientCertificate(String entry, AuthInfo user) {
        AuthInfo resolved = ConfigPaths.resolved(user);
        Location certificate = user.location(entry, field("client-certificate", user.clientCertificate()));
        try {
            Optional<CertificateAndKey> pair = TlsMaterial.clientCertificate(resolved, release);
            if (pair.isPresent()) {
                pair.get().findings(now, release).forEach(finding -> findings.add(finding.within(certificate)));
            } else if (user.clientKey().isPresent()) {
                warning(
                        "CLIENT_KEY_IGNORED",
                        user.location(entry, field("client-key", user.clientKey())),
                        "there is a key without a certificate; it is silently ignored",
                        "add client-certificate");
            }
        } catch (InvalidFormatException e) {
            boolean ofKey = TlsMaterial.OF_KEY.contains(e.code());
            error(
                    e.code(),
                    ofKey ? user.location(entry, field("client-key", user.clientKey())) : certificate,
                    e.rule(),
                    ofKey ? "put the key of the client certificate there" : "put the client certificate there");
        } catch (IOException e) {
            unreadable(certificate, e);
        }
    }

    private static String field(String field, Optional<PemSource> source) {
        return source.map(present -> TlsMaterial.field(field, present)).orElse(field);
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
                        user.getValue().location("users[" + user.getKey() + "]", "token"),
                        "a bootstrap token was left next to credentials that last",
                        "remove it, and delete its Secret bootstrap-token-<id> if it is not needed any more");
            }
        }
    }
}
