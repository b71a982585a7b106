package io.github.kubetls.internal.release;

import io.github.kubetls.KubernetesRelease;
import java.util.Optional;
import java.util.Set;

/** The versions of kubeadm's configuration. */
public final class KubeadmVersion {

    /** What stands before a version in {@code apiVersion}. */
    public static final String GROUP = "kubeadm.k8s.io/";

    /** The newest version that can be used. */
    public static final String NEWEST = "v1beta4";

    /** Those that have few timeouts, in other places, and maps of extra arguments. */
    private static final Set<String> EARLY = Set.of("v1beta1", "v1beta2", "v1beta3");

    private KubeadmVersion() {}

    /**
     * {@return whether a version has the timeout of discovery among its other fields, and extra arguments as maps}
     *
     * @param version the version, without the group
     */
    public static boolean isEarly(String version) {
        return EARLY.contains(version);
    }

    /**
     * {@return the version that kubeadm writes}
     *
     * @param release the release of kubeadm
     */
    public static String of(KubernetesRelease release) {
        if (Feature.KUBEADM_V1BETA4.in(release)) {
            return NEWEST;
        }
        return Feature.KUBEADM_V1BETA3.in(release) ? "v1beta3" : "v1beta2";
    }

    /**
     * {@return why kubeadm refuses a version; empty when it reads it}
     *
     * @param version the version, without the group; empty for what no text gave one
     * @param release the release of kubeadm
     */
    public static Optional<String> refusal(String version, KubernetesRelease release) {
        String instead = oldReader(version, release);
        if (!instead.isEmpty()) {
            return Optional.of(
                    "your configuration file uses an old API spec. Please use kubeadm " + instead + " instead and run"
                            + " 'kubeadm config migrate --old-config old-config-file --new-config new-config-file',"
                            + " which will write the new, similar spec using a newer API version.");
        }
        return isKnown(version, release)
                ? Optional.empty()
                : Optional.of("kubeadm of " + release + " does not know it; write " + GROUP + of(release));
    }

    /** The release of kubeadm that is to be used instead, for a version that is known and read no more. */
    private static String oldReader(String version, KubernetesRelease release) {
        return switch (version) {
            case "v1alpha1" -> "v1.11";
            case "v1alpha2" -> "v1.12";
            case "v1alpha3" -> "v1.14";
            // It is gone in the release that brings v1beta3.
            case "v1beta1" -> Feature.KUBEADM_V1BETA3.in(release) ? "v1.15" : "";
            case "v1beta2" -> Feature.KUBEADM_V1BETA2_REMOVED.in(release) ? "v1.22" : "";
            case "v1beta3" -> Feature.KUBEADM_V1BETA3_REMOVED.in(release) ? "v1.31" : "";
            default -> "";
        };
    }

    private static boolean isKnown(String version, KubernetesRelease release) {
        return switch (version) {
            case "", "v1beta1", "v1beta2" -> true;
            case "v1beta3" -> Feature.KUBEADM_V1BETA3.in(release);
            case "v1beta4" -> Feature.KUBEADM_V1BETA4.in(release);
            // The types of v1 are there, and kubeadm does not read them.
            default -> false;
        };
    }
}
