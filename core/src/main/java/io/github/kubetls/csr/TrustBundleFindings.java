package io.github.kubetls.csr;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.internal.release.Feature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What will fail of a ClusterTrustBundle although it is well-formed. */
final class TrustBundleFindings {

    private static final Location BUNDLE = Location.of("spec.trustBundle");

    private TrustBundleFindings() {}

    static List<Finding> of(ClusterTrustBundle bundle, Instant now, KubernetesRelease release) {
        List<Finding> findings = new ArrayList<>();
        if (!isServed(bundle.apiVersion(), release)) {
            findings.add(Finding.error(
                    "API_VERSION_UNSUPPORTED",
                    Location.of("apiVersion"),
                    "Kubernetes " + release + " does not serve ClusterTrustBundles of " + bundle.apiVersion(),
                    "use v1 from 1.37 on, v1beta1 from 1.33 on, v1alpha1 from 1.27 on"));
        }
        try {
            for (X509Certificate certificate : bundle.certificates(release)) {
                CertificateAuthority.findings(certificate, now, release)
                        .forEach(finding -> findings.add(finding.within(BUNDLE)));
            }
        } catch (InvalidFormatException e) {
            findings.add(Finding.error(e.code(), BUNDLE, e.rule(), "put nothing but CA certificates in PEM there"));
        }
        return List.copyOf(findings);
    }

    private static boolean isServed(String apiVersion, KubernetesRelease release) {
        return switch (apiVersion) {
            case ClusterTrustBundle.API_VERSION -> Feature.TRUST_BUNDLES_STABLE.in(release);
            case ClusterTrustBundle.API_VERSION_BETA ->
                Feature.TRUST_BUNDLES_BETA.in(release) && !Feature.TRUST_BUNDLES_BETA_REMOVED.in(release);
            default -> Feature.TRUST_BUNDLES.in(release) && !Feature.TRUST_BUNDLES_STABLE.in(release);
        };
    }
}
