package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlDocument;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file of the API server, which reads it strictly: a field that is unknown or given twice is an error, and a
 * second document is not looked at.
 *
 * @param root     the first document
 * @param findings what is passed over
 */
record StrictFile(YamlNode root, List<Finding> findings) {

    static final String GROUP = "apiserver.config.k8s.io/";

    static StrictFile parse(String text, String source) {
        YamlDocument document = Yaml.readLenient(text, YamlLimits.STANDARD, source);
        for (Finding finding : document.findings()) {
            if (finding.code().equals("FIELD_DUPLICATE")) {
                throw new InvalidFormatException(finding.code(), finding.location(), "is given twice");
            }
        }
        return new StrictFile(document.root(), document.findings());
    }

    static StrictFile read(Path file) throws IOException {
        String source = file.toString();
        return parse(Unicode.decode(AtomicFiles.read(file), source), source);
    }

    static StrictFile fromMap(Map<String, ?> map) {
        return new StrictFile(Yaml.fromMap(map), List.of());
    }

    /** Refuses a file of another kind, or of a version that no release has. */
    void requireKind(String kind, Map<String, Feature> versions) {
        String version = root.isMapping() ? root.get("apiVersion").string() : "";
        boolean known = version.startsWith(GROUP) && versions.containsKey(version.substring(GROUP.length()));
        ManifestReader.requireKind(root, known ? version : GROUP + "v1", kind);
    }

    static void requireFields(YamlNode node, String... known) {
        node.others(Set.of(known)).keySet().stream().findFirst().ifPresent(field -> {
            throw node.get(field).error("FIELD_UNKNOWN", "is no field that kube-apiserver knows");
        });
    }

    String apiVersion() {
        return root.get("apiVersion").string();
    }

    /** What the API server of a release says when it does not have the version. */
    Optional<FieldError> refusal(String kind, Map<String, Feature> versions, KubernetesRelease release) {
        Feature version = versions.get(apiVersion().substring(GROUP.length()));
        return version != null && version.in(release)
                ? Optional.empty()
                : Optional.of(FieldError.invalid(
                        "apiVersion",
                        apiVersion(),
                        "no kind " + GoText.quote(kind) + " is registered for version " + GoText.quote(apiVersion())));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        root.members().forEach((field, node) -> map.put(field, node.toObject()));
        return map;
    }
}
