package io.github.kubetls.kubelet;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.release.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a KubeletConfiguration has that kubelets of earlier releases do not know. */
final class ConfigurationReleases {

    private static final Map<String, Feature> FIELDS = Map.of(
            "tlsCurvePreferences", Feature.TLS_CURVE_PREFERENCES,
            "clientCertificateKeyAlgorithm", Feature.KUBELET_KEY_ALGORITHMS,
            "serverCertificateKeyAlgorithm", Feature.KUBELET_KEY_ALGORITHMS);

    private static final Map<String, Feature> GATES = Map.of(
            "AllowDNSOnlyNodeCSR", Feature.SERVING_NEEDS_ADDRESS,
            "AllowInsecureKubeletCertificateSigningRequests", Feature.NODE_REQUESTS_RESTRICTED,
            "ReloadKubeletServerCertificateFile", Feature.SERVING_FILES_RELOADED,
            "KubeletFineGrainedAuthz", Feature.KUBELET_FINE_GRAINED_ALPHA,
            "PodCertificateRequest", Feature.POD_CERTIFICATE_REQUESTS,
            "ReloadKubeletClientCAFile", Feature.CLIENT_CA_RELOADED);

    private ConfigurationReleases() {}

    /** Findings about the names of fields and gates, in their order. */
    static List<Finding> findings(Iterable<?> fields, Iterable<?> gates, KubernetesRelease release) {
        List<Finding> findings = new ArrayList<>();
        for (Object field : fields) {
            Feature feature = FIELDS.get(field);
            if (feature != null && !feature.in(release)) {
                findings.add(Finding.warning(
                        "FIELD_UNKNOWN",
                        Location.of(field.toString()),
                        "kubelet of " + release + " passes over it; the releases after " + feature.lastWithout()
                                + " know it",
                        "remove it, or wait for that release"));
            }
        }
        for (Object gate : gates) {
            Feature feature = GATES.get(gate);
            if (feature != null && !feature.in(release)) {
                findings.add(Finding.error(
                        "FEATURE_GATE_UNKNOWN",
                        Location.of("featureGates." + gate),
                        "kubelet of " + release + " does not start: unrecognized feature gate: " + gate
                                + "; the releases after " + feature.lastWithout() + " know it",
                        "remove it, or wait for that release"));
            }
        }
        return findings;
    }
}
