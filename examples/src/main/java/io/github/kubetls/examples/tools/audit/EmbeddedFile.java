package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubelet.KubeletConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file that a ConfigMap holds: the kubelet configuration that kubeadm keeps in {@code kubelet-config}, a kubeconfig such as
 * that of kube-proxy.
 *
 * @param key  its key in the ConfigMap
 * @param text its text
 */
record EmbeddedFile(String key, String text) {

    private static final Pattern KUBELET_CONFIGURATION =
            Pattern.compile("(?m)^[ \\t]*+[{,]?[ \\t]*+\"?kind\"?[ \\t]*+:[ \\t]*+[\"']?KubeletConfiguration\\b");
    private static final Pattern SECTION = Pattern.compile("(?m)^(clusters|users|contexts):");

    /** The files in a ConfigMap that are looked at. */
    static List<EmbeddedFile> all(SourceDocument configMap) {
        List<EmbeddedFile> files = new ArrayList<>();
        if (configMap.valueAt("data").orElse("") instanceof Map<?, ?> data) {
            data.forEach((key, value) -> {
                EmbeddedFile file = new EmbeddedFile(String.valueOf(key), value instanceof String text ? text : "");
                if (file.isKubeletConfiguration() || file.isKubeconfig()) {
                    files.add(file);
                }
            });
        }
        return files;
    }

    /** Whether a text that does not parse may have such a file in it. */
    static boolean mayBeIn(String text) {
        return KUBELET_CONFIGURATION.matcher(text).find();
    }

    private boolean isKubeletConfiguration() {
        return mayBeIn(text);
    }

    private boolean isKubeconfig() {
        return SECTION.matcher(text)
                        .results()
                        .map(found -> found.group(1))
                        .distinct()
                        .count()
                >= 2;
    }

    List<Finding> findings(Judge judge) {
        return found(judge).stream()
                .map(finding -> finding.within(Location.of("data." + key)))
                .toList();
    }

    private List<Finding> found(Judge judge) {
        try {
            return judge.findings(
                    isKubeletConfiguration()
                            ? KubeletConfiguration.parse(text)::findings
                            : KubeconfigAudit.of(Kubeconfig.parse(text), judge.now()));
        } catch (InvalidFormatException e) {
            return List.of(DocumentAudit.refused(e));
        }
    }
}
