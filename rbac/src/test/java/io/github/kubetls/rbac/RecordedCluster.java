package io.github.kubetls.rbac;

import io.github.kubetls.fixtures.Recorded;
import java.util.List;

/** All RBAC objects of the recorded cluster of release 1.20. */
public final class RecordedCluster {

    /** Their files, as {@code kubectl get … -A -o yaml} wrote them. */
    public static final List<String> FILES = List.of(
            "rbac/clusterroles.yaml", "rbac/clusterrolebindings.yaml", "rbac/roles.yaml", "rbac/rolebindings.yaml");

    private RecordedCluster() {}

    public static List<RbacObject> objects() {
        return FILES.stream()
                .flatMap(file -> RbacObject.parseAll(Recorded.text(file)).stream())
                .toList();
    }

    public static RbacObject object(String kind, String namespace, String name) {
        return objects().stream()
                .filter(object -> object.kind().equals(kind)
                        && object.namespace().equals(namespace)
                        && object.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recorded " + kind + " " + namespace + "/" + name));
    }
}
