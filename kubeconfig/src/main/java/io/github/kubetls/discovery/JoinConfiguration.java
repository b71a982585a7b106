package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.release.KubeadmVersion;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeadm.KubeadmTimeout;
import io.github.kubetls.manifest.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where kubeadm's {@code JoinConfiguration} has its discovery. */
final class JoinConfiguration {

    private static final String KIND = "JoinConfiguration";
    private static final String GROUP = KubeadmVersion.GROUP;

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
        if (KubeadmVersion.isEarly(version)) {
            read(discovery.get("timeout"), KubeadmTimeout.DISCOVERY, builder);
        } else {
            for (KubeadmTimeout timeout : KubeadmTimeout.values()) {
                read(document.get("timeouts").get(timeout.field()), timeout, builder);
            }
        }
        return builder.build();
    }

    private static void read(YamlNode node, KubeadmTimeout timeout, DiscoverySettings.Builder builder) {
        if (!node.isNull()) {
            builder.timeout(timeout, GoDuration.parse(node.string(), node.location()));
        }
    }

    /** What kubeadm says about the version of a document, if it refuses that. */
    static Optional<FieldError> refusal(String version, KubernetesRelease release) {
        return KubeadmVersion.refusal(version, release)
                .map(refusal -> FieldError.invalid("apiVersion", GROUP + version, refusal));
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
        if (!timeouts) {
            discovery.put("timeout", GoDuration.format(settings.timeout()));
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("apiVersion", GROUP + KubeadmVersion.of(release));
        map.put("discovery", discovery);
        if (timeouts) {
            map.put("timeouts", timeouts(settings));
        }
        return map;
    }

    private static Map<String, @Nullable Object> timeouts(DiscoverySettings settings) {
        Map<String, @Nullable Object> timeouts = new LinkedHashMap<>();
        for (KubeadmTimeout timeout : KubeadmTimeout.values()) {
            Duration time = settings.timeout(timeout);
            if (timeout == KubeadmTimeout.DISCOVERY || !time.equals(timeout.defaultTime())) {
                timeouts.put(timeout.field(), GoDuration.format(time));
            }
        }
        return timeouts;
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
