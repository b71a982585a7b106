package io.github.kubetls.kubelet;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlDocument;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Reads a KubeletConfiguration as kubelet does. */
final class ConfigurationReader {

    private ConfigurationReader() {}

    static KubeletConfiguration parse(String text, String source) {
        YamlDocument document = Yaml.readLenient(text, YamlLimits.STANDARD, source);
        return of(document.root(), document.findings(), source);
    }

    static KubeletConfiguration of(YamlNode root, List<Finding> readingFindings, String source) {
        if (root.isNull()) {
            throw root.error("KIND_MISMATCH", "is empty where a " + KubeletConfiguration.KIND + " is expected");
        }
        ManifestReader.requireKind(root, KubeletConfiguration.API_VERSION, KubeletConfiguration.KIND);
        List<Finding> findings = new ArrayList<>(readingFindings);
        UnknownField.of(root).forEach(field -> findings.add(field.finding()));
        KubeletConfiguration configuration = new KubeletConfiguration(ConfigurationField.treeOf(root), findings);
        ConfigurationErrors.of(configuration).ifPresent(errors -> {
            throw new InvalidFormatException("KUBELET_CONFIGURATION_INVALID", Location.ofSource(source), errors);
        });
        return configuration;
    }
}
