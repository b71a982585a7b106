package io.github.kubetls.kubelet;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A field of a KubeletConfiguration that kubelet does not know and passes over.
 *
 * @param name     its name, as a message shows it
 * @param location its place
 * @param meant    the path of the field whose name is nearest to it; empty when none is near, or several are as near
 */
record UnknownField(String name, Location location, String meant) {

    private static final int MOST = 50;
    private static final int LONGEST_NAME = 64;
    private static final Pattern SHOWN = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    /** The sections that are looked into; of all others the name alone is known. */
    private static final Map<String, List<String>> SECTIONS = Map.of(
            "authentication", List.of("x509", "webhook", "anonymous"),
            "authentication.x509", List.of("clientCAFile"),
            "authentication.webhook", List.of("enabled", "cacheTTL"),
            "authentication.anonymous", List.of("enabled"),
            "authorization", List.of("mode", "webhook"),
            "authorization.webhook", List.of("cacheAuthorizedTTL", "cacheUnauthorizedTTL"));

    /** The fields of v1beta1, of every release (k8s.io/kubelet, config/v1beta1/types.go). */
    private static final List<String> FIELDS = Arrays.asList("""
            apiVersion kind enableServer staticPodPath podLogsDir syncFrequency fileCheckFrequency httpCheckFrequency
            staticPodURL staticPodURLHeader address port readOnlyPort tlsCertFile tlsPrivateKeyFile tlsCipherSuites
            tlsCurvePreferences tlsMinVersion rotateCertificates serverTLSBootstrap authentication authorization
            registryPullQPS registryBurst imagePullCredentialsVerificationPolicy preloadedImagesVerificationAllowlist
            eventRecordQPS eventBurst enableDebuggingHandlers enableContentionProfiling healthzPort healthzBindAddress
            oomScoreAdj clusterDomain clusterDNS streamingConnectionIdleTimeout nodeStatusUpdateFrequency
            nodeStatusReportFrequency nodeLeaseDurationSeconds imageMinimumGCAge imageMaximumGCAge
            imageGCHighThresholdPercent imageGCLowThresholdPercent volumeStatsAggPeriod kubeletCgroups systemCgroups
            cgroupRoot cgroupsPerQOS cgroupDriver cpuManagerPolicy singleProcessOOMKill cpuManagerPolicyOptions
            cpuManagerReconcilePeriod memoryManagerPolicy topologyManagerPolicy topologyManagerScope
            topologyManagerPolicyOptions qosReserved runtimeRequestTimeout hairpinMode maxPods podCIDR podPidsLimit
            resolvConf runOnce cpuCFSQuota cpuCFSQuotaPeriod nodeStatusMaxImages maxOpenFiles contentType kubeAPIQPS
            kubeAPIBurst serializeImagePulls maxParallelImagePulls evictionHard evictionSoft evictionSoftGracePeriod
            evictionPressureTransitionPeriod evictionMaxPodGracePeriod evictionMinimumReclaim
            mergeDefaultEvictionSettings podsPerCore enableControllerAttachDetach protectKernelDefaults
            makeIPTablesUtilChains iptablesMasqueradeBit iptablesDropBit featureGates failSwapOn memorySwap
            containerLogMaxSize containerLogMaxFiles containerLogMaxWorkers containerLogMonitorInterval
            configMapAndSecretChangeDetectionStrategy systemReserved kubeReserved reservedSystemCPUs
            showHiddenMetricsForVersion systemReservedCgroup kubeReservedCgroup enforceNodeAllocatable
            allowedUnsafeSysctls volumePluginDir providerID kernelMemcgNotification logging enableSystemLogHandler
            enableSystemLogQuery shutdownGracePeriod shutdownGracePeriodCriticalPods shutdownGracePeriodByPodPriority
            crashLoopBackOff reservedMemory enableProfilingHandler enableDebugFlagsHandler seccompDefault
            memoryThrottlingFactor memoryReservationPolicy registerWithTaints registerNode tracing
            localStorageCapacityIsolation containerRuntimeEndpoint imageServiceEndpoint failCgroupV1 userNamespaces
            systemPartition clientCertificateKeyAlgorithm serverCertificateKeyAlgorithm
            """.strip().split("\\s+"));

    private static final List<String> PATHS = Stream.concat(
                    FIELDS.stream(),
                    SECTIONS.entrySet().stream()
                            .flatMap(section -> section.getValue().stream().map(name -> section.getKey() + "." + name)))
            .toList();

    /** The unknown fields of a configuration, in the order of the text; of very many the first ones. */
    static List<UnknownField> of(YamlNode root) {
        List<UnknownField> unknown = new ArrayList<>();
        collect(root, "", unknown);
        return unknown;
    }

    private static void collect(YamlNode node, String path, List<UnknownField> unknown) {
        List<String> known = path.isEmpty() ? FIELDS : SECTIONS.get(path);
        if (known == null || !node.isMapping()) {
            return;
        }
        node.members().forEach((name, member) -> {
            String at = path.isEmpty() ? name : path + "." + name;
            if (known.contains(name)) {
                collect(member, at, unknown);
            } else if (unknown.size() < MOST) {
                String shown = SHOWN.matcher(name).matches() ? GoText.quote(name) : "a field with an unusual name";
                unknown.add(new UnknownField(
                        shown, member.keyLocation(), nearest(name, path).orElse("")));
            }
        });
    }

    /**
     * The field with the nearest name, before all one of the same section; capitals and hyphens make no difference. None
     * where several are as near: nobody can tell which of them was meant.
     */
    private static Optional<String> nearest(String name, String section) {
        if (name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        String plain = plain(name);
        int farthest = Math.max(1, plain.length() / 5);
        Map<Integer, List<String>> byRank = new TreeMap<>();
        for (String path : PATHS) {
            int distance = distance(plain, plain(path.substring(path.lastIndexOf('.') + 1)));
            if (distance <= farthest) {
                int rank = 2 * distance + (section(path).equals(section) ? 0 : 1);
                byRank.computeIfAbsent(rank, any -> new ArrayList<>()).add(path);
            }
        }
        return byRank.values().stream()
                .findFirst()
                .filter(paths -> paths.size() == 1)
                .map(paths -> paths.get(0));
    }

    private static String section(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** How many characters must be changed, added or removed to make one text of another. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }

    Finding finding() {
        return Finding.warning(
                "FIELD_UNKNOWN",
                location,
                name + " is no field of a KubeletConfiguration, so kubelet passes over it"
                        + (meant.isEmpty() ? "" : "; the nearest one is " + meant),
                fix());
    }

    /** What to do in place of setting the field that was meant. */
    String fix() {
        return meant.isEmpty() ? "remove it" : "correct the name to " + meant;
    }

    /** Whether a finding is about the field that was meant, or one within it. */
    boolean concerns(Finding finding) {
        String path = finding.location().path();
        return !meant.isEmpty() && (path.equals(meant) || path.startsWith(meant + "."));
    }
}
