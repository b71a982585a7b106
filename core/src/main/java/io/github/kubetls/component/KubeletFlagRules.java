package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.util.ArrayList;
import java.util.List;

/** What kubelet refuses, and what makes a node drop out, or never get in, although kubelet takes it. */
final class KubeletFlagRules {

    private KubeletFlagRules() {}

    static List<String> conflicts(KubeletFlags flags) {
        List<String> conflicts = new ArrayList<>();
        flags.port().ifPresent(port -> requireRange(conflicts, "port (--port)", port, 1));
        flags.readOnlyPort().ifPresent(port -> requireRange(conflicts, "readOnlyPort (--read-only-port)", port, 0));
        if (flags.hasAuthorizationMode() && conflicts.isEmpty()) {
            String mode = flags.authorizationMode().orElse("");
            if (mode.isEmpty()) {
                conflicts.add("no authorization mode specified");
            } else if (!mode.equals("AlwaysAllow") && !mode.equals("Webhook")) {
                conflicts.add("unknown authorization mode " + mode);
            }
        }
        return conflicts;
    }

    private static void requireRange(List<String> conflicts, String what, int port, int from) {
        if (port < from || port > 65535) {
            conflicts.add("invalid configuration: " + what + " " + port + " must be between " + from
                    + " and 65535, inclusive");
        }
    }

    static List<Finding> findings(KubeletFlags flags) {
        List<Finding> findings = new ArrayList<>();
        if (flags.kubeconfig().isEmpty()) {
            findings.add(Finding.error(
                    "KUBECONFIG_FLAG_MISSING",
                    Location.of("--kubeconfig"),
                    flags.bootstrapKubeconfig().isPresent()
                            ? "kubelet runs without an API server, and does not bootstrap"
                            : "kubelet runs without an API server",
                    "set --kubeconfig to the file that kubelet is to write"));
        } else if (flags.bootstrapKubeconfig().isEmpty()) {
            findings.add(Finding.info(
                    "BOOTSTRAP_KUBECONFIG_MISSING",
                    Location.of("--bootstrap-kubeconfig"),
                    "kubelet cannot start when the file of --kubeconfig is missing or its certificate has expired",
                    "set --bootstrap-kubeconfig"));
        }
        if (flags.config().isEmpty() && !flags.rotateCertificates().orElse(false)
                || flags.config().isPresent() && !flags.rotateCertificates().orElse(true)) {
            findings.add(Finding.warning(
                    "CERTIFICATE_ROTATION_DISABLED",
                    Location.of("--rotate-certificates"),
                    "the client certificate is not renewed: the node drops out when it expires",
                    "set --rotate-certificates=true"));
        }
        if (!flags.certDir().startsWith("/")) {
            findings.add(Finding.info(
                    "CERT_DIR_SUSPECT",
                    Location.of("--cert-dir"),
                    "the kubeconfig that kubelet writes has relative paths, which depend on its working directory",
                    "use an absolute path"));
        }
        return List.copyOf(findings);
    }
}
