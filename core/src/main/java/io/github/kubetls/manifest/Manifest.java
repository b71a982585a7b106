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
}
