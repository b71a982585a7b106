package io.github.kubetls.kubeadm;

import io.github.kubetls.internal.release.KubeadmVersion;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From {@code v1beta3} to {@code v1beta4}, and what stands where in both: docs/behaviour/kubeadm.md, 7. */
final class KubeadmMigration {

    private static final String INIT = "InitConfiguration";
    private static final String JOIN = "JoinConfiguration";
    private static final String CLUSTER = "ClusterConfiguration";

    /** Where a kind has extra arguments: the fields on the way to them. */
    private static final Map<String, List<List<String>>> ARGUMENTS = Map.of(
            INIT,
            List.of(List.of("nodeRegistration", "kubeletExtraArgs")),
            JOIN,
            List.of(List.of("nodeRegistration", "kubeletExtraArgs")),
            CLUSTER,
            List.of(
                    List.of("apiServer", "extraArgs"),
                    List.of("controllerManager", "extraArgs"),
                    List.of("scheduler", "extraArgs"),
                    List.of("etcd", "local", "extraArgs")));

    private final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
    private @Nullable Object timeoutForControlPlane;

    KubeadmMigration() {}

    /**
     * Reads all extra arguments.
     *
     * @throws io.github.kubetls.InvalidFormatException when they are not maps of strings in an early version, or lists of names
     *     and values in a later one
     */
    static void requireArguments(YamlNode document, String kind, boolean early) {
        for (List<String> path : ARGUMENTS.getOrDefault(kind, List.of())) {
            YamlNode arguments = at(document, path);
            if (early) {
                arguments.stringMap();
            } else {
                for (YamlNode argument : arguments.items()) {
                    argument.get("name").string();
                    argument.get("value").string();
                    argument.get("mergeMethod").string();
                }
            }
        }
    }

    /** Where an early version has a timeout; an absent node where it has none. */
    static YamlNode earlyTimeout(YamlNode document, String kind, KubeadmTimeout timeout) {
        if (timeout == KubeadmTimeout.DISCOVERY && kind.equals(JOIN)) {
            return document.get("discovery").get("timeout");
        }
        if (timeout == KubeadmTimeout.CONTROL_PLANE_COMPONENT_HEALTH_CHECK && kind.equals(CLUSTER)) {
            return document.get("apiServer").get("timeoutForControlPlane");
        }
        return document.get("");
    }

    private static YamlNode at(YamlNode document, List<String> path) {
        YamlNode node = document;
        for (String field : path) {
            node = node.get(field);
        }
        return node;
    }

    /** A document as JDK values. */
    static Map<String, @Nullable Object> map(YamlNode document) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        document.members().forEach((field, node) -> map.put(field, node.toObject()));
        return map;
    }

    /** Adds a document, which is changed if its version is an early one. */
    void add(YamlNode document, String kind, boolean early) {
        Map<String, @Nullable Object> map = map(document);
        documents.add(map);
        if (!early) {
            return;
        }
        map.put("apiVersion", KubeadmVersion.GROUP + KubeadmVersion.NEWEST);
        // The early version does not have it.
        map.remove("timeouts");
        for (List<String> path : ARGUMENTS.getOrDefault(kind, List.of())) {
            YamlNode arguments = at(document, path);
            if (!arguments.isNull()) {
                inner(map, path).put(path.get(path.size() - 1), listed(arguments.stringMap()));
            }
        }
        if (kind.equals(JOIN)) {
            taken(map, "discovery", "timeout").ifPresent(time -> timeouts(map).put("discovery", time));
        } else if (kind.equals(CLUSTER)) {
            taken(map, "apiServer", "timeoutForControlPlane").ifPresent(time -> timeoutForControlPlane = time);
        }
    }

    /** The map that a path leads to, without its last step. */
    private static Map<String, @Nullable Object> inner(Map<String, @Nullable Object> map, List<String> path) {
        Map<String, @Nullable Object> inner = map;
        for (String field : path.subList(0, path.size() - 1)) {
            inner = member(inner, field);
        }
        return inner;
    }

    @SuppressWarnings("unchecked") // The keys of what a text holds are strings.
    private static Map<String, @Nullable Object> member(Map<String, @Nullable Object> map, String field) {
        return map.get(field) instanceof Map<?, ?> member
                ? (Map<String, @Nullable Object>) member
                : new LinkedHashMap<>();
    }

    private static Optional<Object> taken(Map<String, @Nullable Object> map, String outer, String field) {
        return Optional.ofNullable(member(map, outer).remove(field));
    }

    private static Map<String, @Nullable Object> timeouts(Map<String, @Nullable Object> map) {
        Map<String, @Nullable Object> timeouts = member(map, "timeouts");
        map.put("timeouts", timeouts);
        return timeouts;
    }

    private static List<Map<String, @Nullable Object>> listed(Map<String, String> arguments) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        new TreeMap<>(arguments).forEach((name, value) -> {
            Map<String, @Nullable Object> argument = new LinkedHashMap<>();
            argument.put("name", name);
            argument.put("value", value);
            list.add(argument);
        });
        return list;
    }

    /** All documents, with what moves from one to another. */
    List<Map<String, @Nullable Object>> documents() {
        if (timeoutForControlPlane != null) {
            Map<String, @Nullable Object> init = documents.stream()
                    .filter(map -> INIT.equals(map.get("kind"))
                            && String.valueOf(map.get("apiVersion")).startsWith(KubeadmVersion.GROUP))
                    .findFirst()
                    .orElseGet(this::addedInit);
            timeouts(init)
                    .putIfAbsent(KubeadmTimeout.CONTROL_PLANE_COMPONENT_HEALTH_CHECK.field(), timeoutForControlPlane);
        }
        return documents;
    }

    private Map<String, @Nullable Object> addedInit() {
        Map<String, @Nullable Object> init = new LinkedHashMap<>();
        init.put("apiVersion", KubeadmVersion.GROUP + KubeadmVersion.NEWEST);
        init.put("kind", INIT);
        documents.add(0, init);
        return init;
    }
}
