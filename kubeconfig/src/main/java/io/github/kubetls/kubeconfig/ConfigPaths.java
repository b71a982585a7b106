package io.github.kubetls.kubeconfig;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The paths within a kubeconfig: certificate-authority, client-certificate, client-key, tokenFile, and the command of exec
 * when it contains a separator. They are relative to the directory of the file that their entry came from.
 */
final class ConfigPaths {

    private ConfigPaths() {}

    /** The directory that relative paths of a file start from: absolute, with {@code .} and {@code ..} taken out. */
    static Path directory(@Nullable Path file) {
        Path absolute =
                (file == null ? Path.of("kubeconfig") : file).toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /** The path, made absolute; an empty one, or one that the system cannot express, stays as it is. */
    static String resolve(String path, Path directory) {
        try {
            return path.isEmpty() || directory.getFileSystem().getPath(path).isAbsolute()
                    ? path
                    : directory.resolve(path).normalize().toString();
        } catch (InvalidPathException e) {
            return path;
        }
    }

    /** An absolute path, made relative to a directory where that needs no {@code ..}. */
    static String relativize(String path, Path directory) {
        if (path.isEmpty()) {
            return path;
        }
        try {
            Path absolute = directory.getFileSystem().getPath(path).normalize();
            // Nothing leads from one drive of Windows to another.
            if (!absolute.isAbsolute() || !Objects.equals(absolute.getRoot(), directory.getRoot())) {
                return path;
            }
            String relative = directory.relativize(absolute).toString();
            String up = ".." + directory.getFileSystem().getSeparator();
            return relative.isEmpty() ? "." : relative.startsWith(up) ? path : relative;
        } catch (InvalidPathException e) {
            return path;
        }
    }

    /** As {@link #relativize}, for a command: in the directory itself it keeps a separator, or it would be looked up. */
    static String relativizeCommand(String path, Path directory) {
        String relative = relativize(path, directory);
        String separator = directory.getFileSystem().getSeparator();
        return relative.contains(separator) || relative.equals(path) ? relative : "." + separator + relative;
    }

    static boolean isPath(String command) {
        return command.contains(File.separator);
    }

    /** A cluster whose paths went through a function. */
    static Cluster map(Cluster cluster, UnaryOperator<String> path) {
        Cluster.Builder fields = cluster.toBuilder();
        fields.certificateAuthority = fields.certificateAuthority.mapPath(path);
        return fields.build();
    }

    /** A user whose paths went through a function, and its command through another one. */
    static AuthInfo map(AuthInfo user, UnaryOperator<String> path, UnaryOperator<String> command) {
        AuthInfo.Builder fields = user.toBuilder();
        fields.clientCertificate = fields.clientCertificate.mapPath(path);
        fields.clientKey = fields.clientKey.mapPath(path);
        fields.tokenFile = path.apply(fields.tokenFile);
        ExecConfig exec = fields.exec;
        if (exec != null && isPath(exec.command())) {
            fields.exec =
                    exec.toBuilder().command(command.apply(exec.command())).build();
        }
        return fields.build();
    }

    static Kubeconfig resolved(Kubeconfig config) {
        Kubeconfig.Builder fields = config.toBuilder();
        fields.clusters.replaceAll((name, cluster) -> resolved(cluster));
        fields.users.replaceAll((name, user) -> resolved(user));
        return fields.build();
    }

    static Cluster resolved(Cluster cluster) {
        Path directory = directory(cluster.attachments.origin());
        return map(cluster, path -> resolve(path, directory));
    }

    static AuthInfo resolved(AuthInfo user) {
        Path directory = directory(user.attachments.origin());
        UnaryOperator<String> resolve = path -> resolve(path, directory);
        return map(user, resolve, resolve);
    }

    static Cluster relativized(Cluster cluster, Path directory) {
        return map(cluster, path -> relativize(resolve(path, directory), directory));
    }

    static AuthInfo relativized(AuthInfo user, Path directory) {
        return map(
                user,
                path -> relativize(resolve(path, directory), directory),
                command -> relativizeCommand(resolve(command, directory), directory));
    }
}
