package io.github.kubetls.kubeconfig;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Works out which file a change belongs to, and what that file then holds. */
final class FilePlan {

    private final LoadedKubeconfig files;
    private final KubeconfigFiles.PathForm form;
    private final Map<Path, Kubeconfig.Builder> changes = new LinkedHashMap<>();

    FilePlan(LoadedKubeconfig files, KubeconfigFiles.PathForm form) {
        this.files = files;
        this.form = form;
    }

    Map<Path, Kubeconfig> changes(Kubeconfig before, Kubeconfig after) {
        if (!before.currentContext.equals(after.currentContext)) {
            currentContext(after.currentContext);
        }
        if (!before.preferences.equals(after.preferences)) {
            preferences(after.preferences);
        }
        otherFields(before.attachments.otherFields(), after.attachments.otherFields());
        put(before.clusters(), after.clusters(), file -> file.clusters, this::placed);
        put(before.contexts(), after.contexts(), file -> file.contexts, FilePlan::placed);
        put(before.users(), after.users(), file -> file.users, this::placed);
        remove(before.clusters(), after.clusters(), file -> file.clusters);
        remove(before.contexts(), after.contexts(), file -> file.contexts);
        remove(before.users(), after.users(), file -> file.users);
        Map<Path, Kubeconfig> result = new LinkedHashMap<>();
        changes.forEach((path, fields) -> result.put(path, fields.build()));
        return result;
    }

    /** Set, it goes to the default file; cleared, it is cleared in the first file that sets it. */
    private void currentContext(String name) {
        if (!name.isEmpty()) {
            file(files.defaultFile()).currentContext = name;
        } else {
            files.currentContextOrigin().ifPresent(path -> file(path).currentContext = "");
        }
    }

    /** They go to the first file whose own are others. */
    private void preferences(Preferences preferences) {
        for (Path path : files.rules().paths()) {
            if (!content(path).preferences.equals(preferences)) {
                file(path).preferences = preferences;
                return;
            }
        }
    }

    /** A field that this library does not know belongs to the first file that has it; a new one to the default file. */
    private void otherFields(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            if (before.containsKey(key) == after.containsKey(key) && Objects.equals(before.get(key), after.get(key))) {
                continue;
            }
            Path owner = files.files().entrySet().stream()
                    .filter(file -> file.getValue().attachments.otherFields().containsKey(key))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(files::defaultFile);
            Kubeconfig.Builder fields = file(owner);
            Map<String, @Nullable Object> others = new LinkedHashMap<>(fields.attachments.otherFields());
            if (after.containsKey(key)) {
                others.put(key, after.get(key));
            } else {
                others.remove(key);
            }
            fields.otherFields(others);
        }
    }

    private <E extends ConfigObject> void put(
            Map<String, E> before,
            Map<String, E> after,
            Function<Kubeconfig.Builder, Map<String, E>> section,
            BiFunction<E, Path, E> place) {
        after.forEach((name, entry) -> {
            E old = before.get(name);
            if (old == null || !old.equals(entry)) {
                Path destination = destination(old, entry);
                section.apply(file(destination)).put(name, place.apply(entry, destination));
            }
        });
    }

    private <E extends ConfigObject> void remove(
            Map<String, E> before, Map<String, E> after, Function<Kubeconfig.Builder, Map<String, E>> section) {
        before.forEach((name, entry) -> {
            if (!after.containsKey(name)) {
                section.apply(file(destination(null, entry))).remove(name);
            }
        });
    }

    private Path destination(@Nullable ConfigObject old, ConfigObject entry) {
        return Stream.of(entry, old)
                .filter(Objects::nonNull)
                .flatMap(candidate -> candidate.origin().stream())
                .filter(files.rules().paths()::contains)
                .findFirst()
                .orElseGet(files::defaultFile);
    }

    private Cluster placed(Cluster cluster, Path file) {
        Cluster at = KubeconfigWriter.placed(cluster, file);
        return form == KubeconfigFiles.PathForm.AS_WRITTEN
                ? at
                : ConfigPaths.relativized(at, ConfigPaths.directory(file));
    }

    private AuthInfo placed(AuthInfo user, Path file) {
        AuthInfo at = KubeconfigWriter.placed(user, file);
        return form == KubeconfigFiles.PathForm.AS_WRITTEN
                ? at
                : ConfigPaths.relativized(at, ConfigPaths.directory(file));
    }

    private static Context placed(Context context, Path file) {
        return context.toBuilder()
                .attachments(context.attachments.withOrigin(file))
                .build();
    }

    private Kubeconfig content(Path path) {
        Kubeconfig content = files.files().get(path);
        return content == null ? Kubeconfig.builder().build() : content;
    }

    private Kubeconfig.Builder file(Path path) {
        return changes.computeIfAbsent(path, key -> content(key).toBuilder());
    }
}
