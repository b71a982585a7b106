package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merges kubeconfigs as clientcmd does: the first entry of a name counts, as a whole. */
final class KubeconfigMerge {

    private KubeconfigMerge() {}

    static Kubeconfig merge(List<Kubeconfig> configs) {
        Kubeconfig.Builder merged = Kubeconfig.builder();
        List<Finding> findings = new ArrayList<>();
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        for (Kubeconfig config : configs) {
            Kubeconfig.Builder fields = config.fields();
            findings.addAll(fields.findings);
            add("clusters", merged.clusters, fields.clusters, findings);
            add("users", merged.users, fields.users, findings);
            add("contexts", merged.contexts, fields.contexts, findings);
            if (merged.currentContext.isEmpty()) {
                merged.currentContext = fields.currentContext;
            }
            merged.preferences = merged.preferences.orElse(fields.preferences);
            merged.extensions = merged.extensions.orElse(fields.extensions);
            fields.otherFields.forEach(others::putIfAbsent);
        }
        merged.otherFields = FreeValues.freezeMap(others);
        merged.findings = findings;
        return merged.build();
    }

    private static <E extends Entry> void add(
            String section, Map<String, E> merged, Map<String, E> later, List<Finding> findings) {
        Map<String, E> first = new HashMap<>(merged);
        later.forEach((name, entry) -> {
            E present = first.get(name);
            if (present == null) {
                merged.put(name, entry);
            } else if (!present.equals(entry)) {
                findings.add(Finding.info(
                        "HIDDEN_ENTRY",
                        section + "[" + name + "]",
                        "hidden by the entry of the same name in an earlier file",
                        "rename one of the two"));
            }
        });
    }
}
