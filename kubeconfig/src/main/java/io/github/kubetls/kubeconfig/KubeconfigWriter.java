package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.io.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Writes files: atomically, and never in place as kubectl does. */
final class KubeconfigWriter {

    private KubeconfigWriter() {}

    static void write(Path file, Kubeconfig config) throws IOException {
        Kubeconfig.Builder fields = config.toBuilder();
        fields.clusters.replaceAll((name, cluster) -> placed(cluster, file));
        fields.users.replaceAll((name, user) -> placed(user, file));
        write(file, fields.build().toYaml());
    }

    static void write(Path file, String text) throws IOException {
        AtomicFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The cluster as it has to be in a file: a relative path that it brings from another directory is adapted. */
    static Cluster placed(Cluster cluster, Path file) {
        Cluster.Builder fields = ConfigPaths.map(cluster, moved(cluster, file, ConfigPaths::relativize)).toBuilder();
        fields.attachments = fields.attachments.withOrigin(file);
        return fields.build();
    }

    /** The user as it has to be in a file: a relative path that it brings from another directory is adapted. */
    static AuthInfo placed(AuthInfo user, Path file) {
        AuthInfo.Builder fields = ConfigPaths.map(
                user, moved(user, file, ConfigPaths::relativize), moved(user, file, ConfigPaths::relativizeCommand))
                .toBuilder();
        fields.attachments = fields.attachments.withOrigin(file);
        return fields.build();
    }

    /** Makes a path relative to a directory. */
    @FunctionalInterface
    private interface Relativizer {
        String relativize(String path, Path directory);
    }

    private static UnaryOperator<String> moved(Entry entry, Path file, Relativizer relativizer) {
        Path to = ConfigPaths.directory(file);
        Path origin = entry.attachments().origin();
        Path from = origin == null ? to : ConfigPaths.directory(origin);
        return path -> {
            String resolved = ConfigPaths.resolve(path, from);
            return from.equals(to) || resolved.equals(path) ? path : relativizer.relativize(resolved, to);
        };
    }
}
