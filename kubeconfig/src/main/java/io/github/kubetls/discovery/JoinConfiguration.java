package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where kubeadm's {@code JoinConfiguration} has its discovery. */
final class JoinConfiguration {

    private static final String KIND = "JoinConfiguration";
    private static final String GROUP = "kubeadm.k8s.io/";

    /** Those that have the timeout of discovery among its other fields, and no other timeout. */
    private static final Set<String> VERSIONS_WITHOUT_TIMEOUTS = Set.of("v1beta1", "v1beta2", "v1beta3");

    private JoinConfiguration() {}

    /** The settings of the first document that is one. */
    static DiscoverySettings read(List<YamlNode> documents) {
        for (YamlNode document : documents) {
            if (document.get("kind").string().equals(KIND)
                    && document.get("apiVersion").string().startsWith(GROUP)) {
                return read(document);
            }
        }
        throw new InvalidFormatException(
                "KIND_MISMATCH", Location.none(), "there is no JoinConfiguration of kubeadm.k8s.io" + found(documents));
    }

    /** What there is instead, if it is one object. */
    private static String found(List<YamlNode> documents) {
        return documents.size() == 1
                ? TextKind.hintForObject(
                        documents.get(0).get("kind").string(),
                        documents.get(0).get("apiVersion").string())
                : "";
    }

    private static DiscoverySettings read(YamlNode document) {
        YamlNode discovery = document.get("discovery");
        DiscoverySettings.Builder builder = DiscoverySettings.builder()
                .tlsBootstrapToken(discovery.get("tlsBootstrapToken").string());
        YamlNode token = discovery.get("bootstrapToken");
        if (!token.isNull()) {
            builder.apiServerEndpoint(token.get("apiServerEndpoint").string())
                    .token(token.get("token").string())
                    .caCertHashes(token.get("caCertHashes").strings());
            if (token.get("unsafeSkipCAVerification").bool()) {
                builder.unsafeSkipCaVerification();
            }
        }
        YamlNode file = discovery.get("file");
        if (!file.isNull()) {
            builder.file(file.get("kubeConfigPath").string());
        }
        String version = document.get("apiVersion").string().substring(GROUP.length());
        builder.version = version;
        if (VERSIONS_WITHOUT_TIMEOUTS.contains(version)) {
            read(discovery.get("timeout"), builder::timeout);
        } else {
            YamlNode timeouts = document.get("timeouts");
            read(timeouts.get("discovery"), builder::timeout);
            read(timeouts.get("tlsBootstrap"), builder::tlsBootstrapTimeout);
        }
        return builder.build();
    }

    private static void read(YamlNode timeout, Consumer<Duration> setter) {
        if (!timeout.isNull()) {
            setter.accept(GoDuration.parse(timeout.string(), timeout.location()));
        }
    }

    /** What kubeadm says about the version of a document, if it refuses that. */
    static Optional<FieldError> refusal(String version, KubernetesRelease release) {
        String instead = switch (version) {
            case "v1alpha1" -> "v1.11";
            case "v1alpha2" -> "v1.12";
            case "v1alpha3" -> "v1.14";
            // It is gone in the release that brings v1beta3.
            case "v1beta1" -> Feature.KUBEADM_V1BETA3.in(release) ? "v1.15" : "";
            case "v1beta2" -> Feature.KUBEADM_V1BETA2_REMOVED.in(release) ? "v1.22" : "";
            case "v1beta3" -> Feature.KUBEADM_V1BETA3_REMOVED.in(release) ? "v1.31" : "";
            default -> "";
        };
        if (!instead.isEmpty()) {
            return Optional.of(FieldError.invalid(
                    "apiVersion",
                    GROUP + version,
                    "your configuration file uses an old API spec. Please use kubeadm " + instead + " instead and run"
                            + " 'kubeadm config migrate --old-config old-config-file --new-config new-config-file',"
                            + " which will write the new, similar spec using a newer API version."));
        }
        boolean known = switch (version) {
            // Those of a builder have none.
            case "", "v1beta1", "v1beta2" -> true;
            case "v1beta3" -> Feature.KUBEADM_V1BETA3.in(release);
            case "v1beta4" -> Feature.KUBEADM_V1BETA4.in(release);
            default -> false;
        };
        return known
                ? Optional.empty()
                : Optional.of(FieldError.invalid(
                        "apiVersion",
                        GROUP + version,
                        "kubeadm of " + release + " does not know it; write " + GROUP + version(release)));
    }

    private static String version(KubernetesRelease release) {
        if (Feature.KUBEADM_V1BETA4.in(release)) {
            return "v1beta4";
        }
        return Feature.KUBEADM_V1BETA3.in(release) ? "v1beta3" : "v1beta2";
    }

    static Map<String, @Nullable Object> toMap(DiscoverySettings settings, KubernetesRelease release) {
        boolean timeouts = Feature.KUBEADM_V1BETA4.in(release);
        Map<String, @Nullable Object> discovery = new LinkedHashMap<>();
        if (settings.byToken) {
            discovery.put("bootstrapToken", bootstrapToken(settings));
        }
        if (settings.byFile) {
            Map<String, @Nullable Object> file = new LinkedHashMap<>();
            file.put("kubeConfigPath", settings.file);
            discovery.put("file", file);
        }
        if (!settings.tlsBootstrapToken.isEmpty()) {
            discovery.put("tlsBootstrapToken", settings.tlsBootstrapToken);
        }
        String timeout = GoDuration.format(settings.timeout());
        if (!timeouts) {
            discovery.put("timeout", timeout);
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("apiVersion", GROUP + version(release));
        map.put("discovery", discovery);
        if (timeouts) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            all.put("discovery", timeout);
            if (!settings.tlsBootstrapTimeout().equals(DiscoverySettings.DEFAULT_TIMEOUT)) {
                all.put("tlsBootstrap", GoDuration.format(settings.tlsBootstrapTimeout()));
            }
            map.put("timeouts", all);
        }
        return map;
    }

    private static Map<String, @Nullable Object> bootstrapToken(DiscoverySettings settings) {
        Map<String, @Nullable Object> token = new LinkedHashMap<>();
        token.put("token", settings.token);
        if (!settings.apiServerEndpoint.isEmpty()) {
            token.put("apiServerEndpoint", settings.apiServerEndpoint);
        }
        if (!settings.caCertHashes.isEmpty()) {
            token.put("caCertHashes", new ArrayList<>(settings.caCertHashes));
        }
        if (settings.unsafeSkipCaVerification) {
            token.put("unsafeSkipCAVerification", true);
        }
        return token;
    }
}
