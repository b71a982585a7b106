package io.github.kubetls.kubelet;

import io.github.kubetls.internal.text.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What kubelet says about a KubeletConfiguration before it refuses to start. */
final class ConfigurationErrors {

    private static final Set<String> TLS_VERSIONS =
            Set.of("VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13");
    private static final String SERVER_ROTATION = "RotateKubeletServerCertificate";

    private final List<String> errors = new ArrayList<>();

    private ConfigurationErrors() {}

    static Optional<String> of(KubeletConfiguration configuration) {
        List<String> errors = new ConfigurationErrors().all(configuration);
        return errors.isEmpty() ? Optional.empty() : Optional.of(GoText.aggregate(errors));
    }

    private List<String> all(KubeletConfiguration configuration) {
        port("healthzPort (--healthz-port) ", configuration.healthzPort(), 0, 1);
        port("port (--port) ", configuration.port(), 1, 1);
        port("readOnlyPort (--read-only-port) ", configuration.readOnlyPort(), 0, 0);
        if (configuration.serverTlsBootstrap() && !isOn(configuration, SERVER_ROTATION)) {
            errors.add("invalid configuration: serverTLSBootstrap true requires feature gate " + SERVER_ROTATION);
        }
        if (errors.isEmpty() && !TLS_VERSIONS.contains(configuration.tlsMinVersion())) {
            errors.add("unknown tls version " + GoText.quote(configuration.tlsMinVersion()));
        }
        if (errors.isEmpty() && !Set.of("AlwaysAllow", "Webhook").contains(configuration.authorizationMode())) {
            errors.add("unknown authorization mode " + configuration.authorizationMode());
        }
        return errors;
    }

    /** Whether a gate that is on by default is not switched off. */
    private static boolean isOn(KubeletConfiguration configuration, String gate) {
        Map<?, ?> gates = configuration.featureGates();
        return !gates.containsKey(gate) || Boolean.TRUE.equals(gates.get(gate));
    }

    /** The healthz port may be 0, which kubelet does not say. */
    private void port(String what, int port, int smallest, int smallestInWords) {
        if (port < smallest || port > 65535) {
            errors.add("invalid configuration: " + what + port + " must be between " + smallestInWords
                    + " and 65535, inclusive");
        }
    }
}
