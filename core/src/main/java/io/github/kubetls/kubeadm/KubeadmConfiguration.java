package io.github.kubetls.kubeadm;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.release.KubeadmVersion;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file of kubeadm: all its documents, in the version that they are written in.
 *
 * <p>Looked at is what the versions differ in, which are timeouts and extra arguments. Everything else is kept as it is,
 * documents of the kubelet and of kube-proxy too. It may hold tokens, and {@link #toString()} shows nothing of them.
 *
 * <pre>{@code
 * apiVersion: kubeadm.k8s.io/v1beta4
 * kind: JoinConfiguration
 * nodeRegistration:
 *   kubeletExtraArgs: [{name: node-labels, value: tier=gold}]
 * timeouts: {discovery: 5m0s, tlsBootstrap: 5m0s}
 * }</pre>
 *
 * <pre>{@code
 * KubeadmConfiguration file = KubeadmConfiguration.read(Path.of("kubeadm.yaml"));
 * if (!file.violations(KubernetesRelease.of(37)).isEmpty()) {
 *     file.migrated().write(Path.of("kubeadm.yaml"));
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">kubeadm Configuration (v1beta4)</a>
 */
public final class KubeadmConfiguration {

    private final List<Part> documents;

    /**
     * A document.
     *
     * @param node    what it holds
     * @param kind    its kind
     * @param version its version, without the group; empty for a document that is not kubeadm's
     */
    private record Part(YamlNode node, String kind, String version) {

        static Part of(YamlNode node) {
            String apiVersion = node.get("apiVersion").string();
            boolean own = apiVersion.startsWith(KubeadmVersion.GROUP);
            return new Part(
                    node, node.get("kind").string(), own ? apiVersion.substring(KubeadmVersion.GROUP.length()) : "");
        }

        boolean isKubeadm() {
            return !version.isEmpty();
        }

        boolean isEarly() {
            return KubeadmVersion.isEarly(version);
        }
    }

    private KubeadmConfiguration(List<YamlNode> nodes) {
        documents = nodes.stream().map(Part::of).toList();
        if (documents.stream().noneMatch(Part::isKubeadm)) {
            throw new InvalidFormatException(
                    "KIND_MISMATCH",
                    Location.none(),
                    "there is no configuration of kubeadm.k8s.io"
                            + documents.stream()
                                    .findFirst()
                                    .map(found -> TextKind.hintForObject(
                                            found.kind,
                                            found.node.get("apiVersion").string()))
                                    .orElse(""));
        }
        for (Part document : documents) {
            if (document.isKubeadm()) {
                KubeadmMigration.requireArguments(document.node, document.kind, document.isEarly());
            }
        }
        for (KubeadmTimeout timeout : KubeadmTimeout.values()) {
            timeout(timeout);
        }
    }

    /**
     * {@return the configuration of a text} A field that is there twice is an error, as it is to
     * {@code kubeadm config validate}.
     *
     * @param text YAML documents, one at least of {@code kubeadm.k8s.io}
     * @throws InvalidFormatException when the text is not well-formed; has no such document ({@code KIND_MISMATCH}); or timeouts
     *     ({@code DURATION_INVALID}) or extra arguments do not have the form of their version
     */
    public static KubeadmConfiguration parse(String text) {
        return new KubeadmConfiguration(Yaml.readAll(text, ""));
    }

    /**
     * {@return the configuration of a file}
     *
     * @param file the file
     * @throws InvalidFormatException as {@link #parse} throws it, with the file as its source
     * @throws IOException            when it cannot be read
     */
    public static KubeadmConfiguration read(Path file) throws IOException {
        return ManifestReader.read(file, KubeadmConfiguration::parse);
    }

    /**
     * {@return how long kubeadm waits for something: what the first document says that has the field in the place of its
     * version, or the default}
     *
     * @param timeout what is waited for
     */
    public Duration timeout(KubeadmTimeout timeout) {
        return documents.stream()
                .filter(Part::isKubeadm)
                .map(document -> document.isEarly()
                        ? KubeadmMigration.earlyTimeout(document.node, document.kind, timeout)
                        : document.node.get("timeouts").get(timeout.field()))
                .filter(node -> !node.isNull())
                .map(node -> GoDuration.parse(node.string(), node.location()))
                .findFirst()
                .orElse(timeout.defaultTime());
    }

    /** {@return {@link #violations(KubernetesRelease)} of the latest release} */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return why kubeadm refuses the versions of the documents; none when it reads them} What else it may refuse is not
     * looked for.
     *
     * @param release the release of kubeadm
     */
    public List<FieldError> violations(KubernetesRelease release) {
        List<FieldError> violations = new ArrayList<>();
        for (Part document : documents) {
            KubeadmVersion.refusal(document.version, release)
                    .map(refusal -> FieldError.invalid("", KubeadmVersion.GROUP + document.version, refusal)
                            .within(document.node.get("apiVersion").location()))
                    .ifPresent(violations::add);
        }
        return List.copyOf(violations);
    }

    /**
     * {@return warnings {@code FIELD_UNKNOWN} for timeouts that stand where another version has them} kubeadm passes over such
     * a field, with a warning.
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Part document : documents) {
            if (document.isKubeadm()) {
                misplaced(document).stream()
                        .filter(node -> !node.isNull())
                        .map(node -> Finding.warning(
                                "FIELD_UNKNOWN",
                                node.location(),
                                document.version + " does not have this field, and kubeadm passes over it",
                                document.isEarly()
                                        ? "move to " + KubeadmVersion.NEWEST + ", or write discovery.timeout and"
                                                + " apiServer.timeoutForControlPlane"
                                        : "write timeouts.discovery and timeouts.controlPlaneComponentHealthCheck"))
                        .forEach(findings::add);
            }
        }
        return List.copyOf(findings);
    }

    private static List<YamlNode> misplaced(Part document) {
        if (document.isEarly()) {
            return List.of(document.node.get("timeouts"));
        }
        return List.of(
                KubeadmMigration.earlyTimeout(document.node, document.kind, KubeadmTimeout.DISCOVERY),
                KubeadmMigration.earlyTimeout(
                        document.node, document.kind, KubeadmTimeout.CONTROL_PLANE_COMPONENT_HEALTH_CHECK));
    }

    /**
     * {@return the same in {@code v1beta4}, which kubeadm reads from 1.31 on} As {@code kubeadm config migrate} does, it moves
     * {@code discovery.timeout} and {@code apiServer.timeoutForControlPlane} into {@code timeouts} of the JoinConfiguration and
     * of the InitConfiguration, which is added if there is none, and makes maps of extra arguments lists sorted by name.
     * Unlike that command it fills in no defaults and leaves no document out.
     *
     * @throws IllegalStateException when a document is neither in {@code v1beta3} nor in {@code v1beta4}; an older kubeadm
     *     then has to migrate it first
     */
    public KubeadmConfiguration migrated() {
        for (Part document : documents) {
            if (document.isKubeadm()
                    && !List.of("v1beta3", KubeadmVersion.NEWEST).contains(document.version)) {
                throw new IllegalStateException("only kubeadm.k8s.io/v1beta3 is migrated, not " + KubeadmVersion.GROUP
                        + Visible.text(document.version));
            }
        }
        KubeadmMigration migration = new KubeadmMigration();
        for (Part document : documents) {
            migration.add(document.node, document.kind, document.isEarly());
        }
        return new KubeadmConfiguration(
                migration.documents().stream().map(Yaml::fromMap).toList());
    }

    private List<Map<String, @Nullable Object>> toMaps() {
        return documents.stream()
                .map(document -> KubeadmMigration.map(document.node))
                .toList();
    }

    /** {@return the documents as YAML, tokens included} */
    public String toYaml() {
        return Yaml.writeAll(toMaps());
    }

    /**
     * Writes {@link #toYaml()} to a file of mode 0600, whole or not at all, replacing an existing one.
     *
     * @param file the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path file) throws IOException {
        AtomicFiles.writeOwnerOnly(file, toYaml().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KubeadmConfiguration that && toMaps().equals(that.toMaps());
    }

    @Override
    public int hashCode() {
        return toMaps().hashCode();
    }

    /** The kinds and versions of the documents. */
    @Override
    public String toString() {
        return documents.stream()
                .filter(Part::isKubeadm)
                .map(document -> Visible.message(document.kind + " " + document.version))
                .collect(Collectors.joining(", ", "KubeadmConfiguration[", "]"));
    }
}
