package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.util.ArrayList;
import java.util.List;

/** What keeps nodes out, or lets others in, by the flags of kube-apiserver. */
final class ApiServerFindings {

    /** On by default; each guards a step of the certificate API. */
    private static final List<String> CERTIFICATE_PLUGINS =
            List.of("CertificateApproval", "CertificateSigning", "CertificateSubjectRestriction");

    private final ApiServerFlags flags;
    private final List<Finding> findings = new ArrayList<>();

    ApiServerFindings(ApiServerFlags flags) {
        this.flags = flags;
    }

    List<Finding> all() {
        authentication();
        proxies();
        if (flags.authorizationConfig().isEmpty()) {
            findings.addAll(ofModes(
                    flags.authorizationMode(),
                    Location.of("--authorization-mode"),
                    "set --authorization-mode=Node,RBAC"));
        }
        admission();
        return List.copyOf(findings);
    }

    private void authentication() {
        if (flags.clientCaFile().isEmpty()) {
            findings.add(Finding.error(
                    "CLIENT_CA_MISSING",
                    Location.of("--client-ca-file"),
                    "no authority for client certificates: the certificates that nodes are issued do not authenticate",
                    "set --client-ca-file to the CA that kube-controller-manager signs with"));
        }
        if (!flags.enableBootstrapTokenAuth() && flags.tokenAuthFile().isEmpty()) {
            findings.add(Finding.warning(
                    "TOKEN_AUTHENTICATION_DISABLED",
                    Location.of("--enable-bootstrap-token-auth"),
                    "neither bootstrap-token Secrets nor a token file authenticate: no node can bootstrap with a token",
                    "set --enable-bootstrap-token-auth=true"));
        }
        if (flags.tokenAuthFile().isPresent()) {
            findings.add(Finding.warning(
                    "TOKEN_FILE_INSECURE",
                    Location.of("--token-auth-file"),
                    "the tokens of this file never expire, and a change needs a restart",
                    "use bootstrap-token Secrets and --enable-bootstrap-token-auth=true"));
        }
        if (!flags.anonymousAuth()) {
            findings.add(Finding.warning(
                    "ANONYMOUS_DISCOVERY_DISABLED",
                    Location.of("--anonymous-auth"),
                    "cluster-info cannot be read without credentials: kubeadm join with a token never gets it",
                    "set --anonymous-auth=true, or join with a discovery file that has credentials"));
        }
    }

    private void proxies() {
        if (flags.clientCaFile().isPresent()
                && flags.requestHeaderClientCaFile().isPresent()
                && flags.requestHeaderAllowedNames().isEmpty()) {
            boolean same = flags.clientCaFile().equals(flags.requestHeaderClientCaFile());
            String message = "whoever has a client certificate of --requestheader-client-ca-file may pose as anybody; "
                    + "from 1.35 on kube-apiserver does not start "
                    + (same ? "with the CAs of --client-ca-file there" : "when --client-ca-file has one of its CAs");
            Location location = Location.of("--requestheader-allowed-names");
            String fix = "set --requestheader-allowed-names, such as to front-proxy-client";
            findings.add(
                    same
                            ? Finding.error("REQUEST_HEADER_NAMES_MISSING", location, message, fix)
                            : Finding.warning("REQUEST_HEADER_NAMES_MISSING", location, message, fix));
        }
    }

    /** What is to be said of the authorizers that there are, at the place that says which. */
    static List<Finding> ofModes(List<String> modes, Location at, String fix) {
        List<Finding> findings = new ArrayList<>();
        if (modes.contains("AlwaysAllow")) {
            findings.add(Finding.error(
                    "AUTHORIZATION_DISABLED",
                    at,
                    "whoever authenticates may do everything, a bootstrap token included; anonymous requests are refused",
                    fix));
        } else if (!modes.contains("RBAC")) {
            findings.add(Finding.warning(
                    "RBAC_DISABLED", at, "ClusterRoleBindings have no effect, those of bootstrapping included", fix));
        }
        if (!modes.contains("Node")) {
            findings.add(Finding.warning("NODE_AUTHORIZER_DISABLED", at, "nodes have no rights of their own", fix));
        }
        return findings;
    }

    private void admission() {
        if (!flags.enableAdmissionPlugins().contains("NodeRestriction")) {
            findings.add(Finding.warning(
                    "NODE_RESTRICTION_DISABLED",
                    Location.of("--enable-admission-plugins"),
                    "a node can change other nodes, and request certificates in their name",
                    "set --enable-admission-plugins=NodeRestriction"));
        }
        for (String plugin : CERTIFICATE_PLUGINS) {
            if (flags.disableAdmissionPlugins().contains(plugin)
                    && !flags.enableAdmissionPlugins().contains(plugin)) {
                findings.add(Finding.error(
                        "CERTIFICATE_ADMISSION_DISABLED",
                        Location.of("--disable-admission-plugins"),
                        plugin + " is off, which guards the requests for certificates",
                        "take " + plugin + " out of the list"));
            }
        }
    }
}
