package io.github.kubetls.manifest;

import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes object: what {@code kubectl apply -f} takes.
 *
 * <p>Every kind is read by its own {@code parse(String)}, {@code read(Path)} and {@code fromMap(Map)}, and written by the
 * methods here. {@link #toMap()} and {@code fromMap} are the bridge to other libraries: JDK types only.
 * What another library writes although it is empty or null, {@code fromMap} and {@code parse} take for absent, as the API
 * server does; bytes are text in base64, and {@code fromMap} takes a {@code byte[]} too.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/">Objects in Kubernetes</a>
 */
public interface Manifest {

    /** {@return the group and version, such as {@code rbac.authorization.k8s.io/v1}} */
    String apiVersion();

    /** {@return the kind, such as {@code ClusterRoleBinding}} */
    String kind();

    /** {@return the metadata} */
    ObjectMeta metadata();

    /**
     * {@return the object as maps, lists, strings, booleans, numbers and, where Kubernetes writes them, nulls, in the
     * order of its types; mutable and independent of this object} A copy of an object that holds a secret holds it too.
     */
    Map<String, @Nullable Object> toMap();

    /** {@return the object as YAML, byte for byte as kubectl writes it, with sorted keys, ending with one line feed} */
    default String toYaml() {
        return Yaml.write(toMap());
    }

    /** {@return the object as indented JSON, byte for byte as kubectl writes it, ending with one line feed} */
    default String toJson() {
        return Yaml.writeJson(toMap());
    }

    /**
     * {@return several objects as one stream of YAML documents separated by {@code ---}}
     *
     * @param manifests the objects
     */
    static String toYaml(List<? extends Manifest> manifests) {
        return Yaml.writeAll(manifests.stream().map(Manifest::toMap).toList());
    }

    /**
     * Writes the object to a file as {@link #toYaml()}: whole or not at all, replacing an existing file of any mode,
     * with missing parent directories.
     *
     * <p>The file is created with mode 0600 when the object is a Secret, and with mode 0644 otherwise.
     *
     * @param file the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    default void write(Path file) throws IOException {
        write(file, List.of(this));
    }

    /**
     * Writes several objects to one file as {@link #toYaml(List)}: whole or not at all, replacing an existing file of
     * any mode, with missing parent directories.
     *
     * <p>The file is created with mode 0600 when a Secret is among them, and with mode 0644 otherwise.
     *
     * @param file      the file
     * @param manifests the objects
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    static void write(Path file, List<? extends Manifest> manifests) throws IOException {
        boolean secret = manifests.stream().anyMatch(manifest -> manifest.kind().equals(Secret.KIND));
        AtomicFiles.write(
                file,
                toYaml(manifests).getBytes(StandardCharsets.UTF_8),
                secret ? AtomicFiles.OWNER_ONLY : AtomicFiles.READABLE);
    }
}
