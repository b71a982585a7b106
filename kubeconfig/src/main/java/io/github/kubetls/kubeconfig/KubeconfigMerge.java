package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Merges kubeconfigs as clientcmd does: the first entry of a name counts, as a whole. */
final class KubeconfigMerge {

    private KubeconfigMerge() {}

    static Kubeconfig merge(List<Kubeconfig> configs) {
        Kubeconfig.Builder merged = Kubeconfig.builder();
        for (Kubeconfig config : configs) {
            merged.findings.addAll(config.findings);
            add("clusters", merged.clusters, config.clusters(), merged.findings);
            add("users", merged.users, config.users(), merged.findings);
            add("contexts", merged.contexts, config.contexts(), merged.findings);
            if (merged.currentContext.isEmpty()) {
                merged.currentContext = config.currentContext;
            }
            merged.preferences = merged.preferences.orElse(config.preferences);
            merged.attachments = merged.attachments.orElse(config.attachments);
        }
        return merged.build();
    }

    private static <E extends ConfigObject> void add(
            String section, Map<String, E> merged, Map<String, E> later, List<Finding> findings) {
        Map<String, E> first = new HashMap<>(merged);
        later.forEach((name, entry) -> {
            E present = first.get(name);
            if (present == null) {
                merged.put(name, entry);
            } else if (!present.equals(entry)) {
                findings.add(Finding.info(
                        "ENTRY_IGNORED",
                        entry.location(section + "[" + name + "]", ""),
                        "hidden by the entry of the same name in an earlier file",
                        "rename one of the two"));
            }
        });
    }
}
