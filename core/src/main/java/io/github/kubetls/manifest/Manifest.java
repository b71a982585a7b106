package io.github.kubetls.manifest;

import io.github.kubetls.internal.yaml.Yaml;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes object: what {@code kubectl apply -f} takes.
 *
 * <p>{@link #toMap()} is the bridge to other libraries: it holds JDK types only.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/">Objects in Kubernetes</a>
 */
public interface Manifest {

    /**
     * Returns group and version, such as {@code rbac.authorization.k8s.io/v1}.
     *
     * @return the apiVersion
     */
    String apiVersion();

    /**
     * Returns the kind, such as {@code ClusterRoleBinding}.
     *
     * @return the kind
     */
    String kind();

    /**
     * Returns the metadata.
     *
     * @return the metadata
     */
    ObjectMeta metadata();

    /**
     * Copies the object to maps, lists, strings, booleans, numbers and, where Kubernetes writes them, nulls, in the order
     * of its types. A copy of an
     * object that holds a secret holds it too.
     *
     * @return the object as JDK values, mutable and independent of this object
     */
    Map<String, @Nullable Object> toMap();

    /**
     * Writes the object as YAML, byte for byte as kubectl does, with sorted keys.
     *
     * @return the text, ending with one line feed
     */
    default String toYaml() {
        return Yaml.write(toMap());
    }

    /**
     * Writes the object as indented JSON, byte for byte as kubectl does.
     *
     * @return the text, ending with one line feed
     */
    default String toJson() {
        return Yaml.writeJson(toMap());
    }

    /**
     * Writes several objects as one stream of YAML documents separated by {@code ---}.
     *
     * @param manifests the objects
     * @return the text
     */
    static String toYaml(List<? extends Manifest> manifests) {
        return Yaml.writeAll(manifests.stream().map(Manifest::toMap).toList());
    }
}
