package io.github.kubetls.rbac;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Recordings of real components: in {@code recorded} all RBAC objects of a Kubernetes 1.20 cluster, as
 * {@code kubectl get … -A -o yaml} wrote them; in {@code kubectl} runs of kubectl 1.32.4, with {@code command.sh} in each
 * folder.
 */
public final class Recorded {

    public static final List<String> FILES = List.of(
            "recorded/clusterroles.yaml",
            "recorded/clusterrolebindings.yaml",
            "recorded/roles.yaml",
            "recorded/rolebindings.yaml");

    private Recorded() {}

    public static String text(String file) {
        try (InputStream in = Recorded.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static List<RbacObject> objects() {
        List<RbacObject> objects = new ArrayList<>();
        FILES.forEach(file -> objects.addAll(RbacObject.parseAll(text(file))));
        return objects;
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
