package io.github.kubetls.kubeconfig;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes documents, and files: atomically, and never in place as kubectl does. */
final class KubeconfigWriter {

    static final String API_VERSION = "v1";
    static final String KIND = "Config";

    private KubeconfigWriter() {}

    static Map<String, @Nullable Object> toMap(Kubeconfig config, KubernetesRelease release) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("apiVersion", API_VERSION);
        Map<String, @Nullable Object> preferences = config.preferences.toMap();
        if (!Feature.EMPTY_PREFERENCES_OMITTED.in(release) || !preferences.isEmpty()) {
            map.put("preferences", preferences);
        }
        map.put("clusters", toList(config.clusters(), "cluster"));
        map.put("users", toList(config.users(), "user"));
        map.put("contexts", toList(config.contexts(), "context"));
        map.put("current-context", config.currentContext);
        config.attachments.put(map);
        return map;
    }

    /** A list of entries as it is written, sorted by name; null when there are none. */
    private static <E extends ConfigObject> @Nullable List<Map<String, @Nullable Object>> toList(
            Map<String, E> entries, String bodyKey) {
        if (entries.isEmpty()) {
            return null;
        }
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        FreeValues.byName(entries).forEach((name, entry) -> {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("name", name);
            item.put(bodyKey, entry.toMap());
            Fields.putOthers(item, entry.attachments.entryFields());
            list.add(item);
        });
        return list;
    }

    static void write(Path file, Kubeconfig config, KubernetesRelease release) throws IOException {
        Kubeconfig.Builder fields = config.toBuilder();
        fields.clusters.replaceAll((name, cluster) -> placed(cluster, file));
        fields.users.replaceAll((name, user) -> placed(user, file));
        writeAsIs(file, fields.build(), release);
    }

    static void writeAsIs(Path file, Kubeconfig config, KubernetesRelease release) throws IOException {
        AtomicFiles.replace(file, config.toYaml(release).getBytes(StandardCharsets.UTF_8));
    }

    /** The cluster as it has to be in a file: a relative path that it brings from another directory is adapted. */
    static Cluster placed(Cluster cluster, Path file) {
        return ConfigPaths.map(cluster, moved(cluster, file, ConfigPaths::relativize)).toBuilder()
                .attachments(cluster.attachments.withOrigin(file))
                .build();
    }

    /** The user as it has to be in a file: a relative path that it brings from another directory is adapted. */
    static AuthInfo placed(AuthInfo user, Path file) {
        return ConfigPaths.map(
                        user,
                        moved(user, file, ConfigPaths::relativize),
                        moved(user, file, ConfigPaths::relativizeCommand))
                .toBuilder()
                .attachments(user.attachments.withOrigin(file))
                .build();
    }

    /** Makes a path relative to a directory. */
    @FunctionalInterface
    private interface Relativizer {
        String relativize(String path, Path directory);
    }

    private static UnaryOperator<String> moved(ConfigObject entry, Path file, Relativizer relativizer) {
        Path to = ConfigPaths.directory(file);
        Path from = entry.origin().map(ConfigPaths::directory).orElse(to);
        return path -> {
            String resolved = ConfigPaths.resolve(path, from);
            return from.equals(to) || resolved.equals(path) ? path : relativizer.relativize(resolved, to);
        };
    }
}
