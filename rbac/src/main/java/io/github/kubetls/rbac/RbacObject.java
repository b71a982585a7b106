package io.github.kubetls.rbac;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the API group {@code rbac.authorization.k8s.io}: a role or a binding.
 *
 * <p>An object that exists is one that the API server takes: what it refuses cannot be read or built, and what it fills in
 * (API groups of subjects and of the role reference) is filled in. Metadata that this library does not know is kept.
 *
 * <pre>{@code
 * List<RbacObject> objects = RbacObject.readAll(Path.of("rbac.yaml"));
 * RbacAuthorizer rbac = RbacAuthorizer.of(objects);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC Authorization</a>
 */
public sealed interface RbacObject extends Manifest permits RuleOwner, Binding {

    /** The API group of all RBAC objects. */
    String API_GROUP = "rbac.authorization.k8s.io";

    /** Group and version of all RBAC objects. */
    String API_VERSION = API_GROUP + "/v1";

    @Override
    default String apiVersion() {
        return API_VERSION;
    }

    /** {@return the object's name; empty when the server is to generate it} */
    default String name() {
        return metadata().name();
    }

    /** {@return the object's namespace; empty for cluster-scoped objects, and for others that do not name one} */
    default String namespace() {
        return metadata().namespace();
    }

    /**
     * {@return the same object with other metadata}
     *
     * @param metadata the metadata
     * @throws IllegalArgumentException when the API server would refuse the metadata
     */
    RbacObject withMetadata(ObjectMeta metadata);

    /**
     * {@return what is legal but unwise in this object, in the order of its fields} {@code RbacAuthorizer.findings()}
     * also knows the other objects.
     */
    default List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        boolean namespaced = this instanceof Role || this instanceof RoleBinding;
        if (namespaced && namespace().isEmpty()) {
            findings.add(Finding.info(
                    "NAMESPACE_MISSING",
                    Location.of(BindingFindings.location(this, "metadata.namespace")),
                    "the object goes to the namespace of whoever applies it",
                    "name the namespace"));
        }
        findings.addAll(
                this instanceof Binding binding ? BindingFindings.of(binding) : RuleFindings.of((RuleOwner) this));
        return List.copyOf(findings);
    }

    /**
     * Reads one object.
     *
     * @param text one YAML or JSON document
     * @return the object
     * @throws InvalidFormatException when the text is not one RBAC object of version v1 that the API server takes; the
     *     message has all of its reasons
     */
    static RbacObject parse(String text) {
        return RbacReader.read(Yaml.read(text, ""));
    }

    /**
     * Reads many objects: a stream of documents separated by {@code ---}, in which a list stands for its items. Objects of
     * other API groups, such as the ServiceAccounts that are bound, are passed over.
     *
     * @param text YAML, or one JSON value
     * @return the RBAC objects in the order of the text
     * @throws InvalidFormatException when one is not of version v1, or the API server would not take it, or the text has
     *     something that is no Kubernetes object
     */
    static List<RbacObject> parseAll(String text) {
        return RbacReader.readAll(Yaml.readAll(text, ""));
    }

    /**
     * Reads a file with one object.
     *
     * @param file the file
     * @return the object
     * @throws IOException            when the file cannot be read or is larger than 12 MiB
     * @throws InvalidFormatException as {@link #parse(String)}, with the file in the location
     */
    static RbacObject read(Path file) throws IOException {
        return RbacReader.read(Yaml.read(text(file), file.toString()));
    }

    /**
     * Reads a file with many objects.
     *
     * @param file the file
     * @return the objects in the order of the file
     * @throws IOException            when the file cannot be read or is larger than 12 MiB
     * @throws InvalidFormatException as {@link #parseAll(String)}, with the file in the location
     */
    static List<RbacObject> readAll(Path file) throws IOException {
        return RbacReader.readAll(Yaml.readAll(text(file), file.toString()));
    }

    private static String text(Path file) throws IOException {
        return Unicode.decode(AtomicFiles.read(file, RbacReader.MAX_BYTES), file.toString());
    }

    /**
     * {@return for which reasons the API server would refuse an object, all of them, in its order; none when it takes
     * the object}
     *
     * @param text one YAML or JSON document
     * @throws InvalidFormatException when the text is not one RBAC object of version v1 at all, or a field has the wrong
     *     type
     */
    static List<FieldError> validate(String text) {
        YamlNode node = Yaml.read(text, "");
        return RbacReader.validate(node);
    }

    /**
     * {@return what is legal but unwise in a text, object by object: fields that the API server does not know and
     * drops, and the findings of every object}
     *
     * @param text YAML documents separated by {@code ---}, or one JSON value
     * @throws InvalidFormatException as {@link #parseAll(String)}
     */
    static List<Finding> findings(String text) {
        return RbacReader.findings(Yaml.readAll(text, ""));
    }

    /**
     * {@return objects as one {@code List} in YAML, as {@code kubectl get -o yaml} writes it}
     *
     * @param objects the objects
     */
    static String toListYaml(List<? extends RbacObject> objects) {
        return Yaml.write(list(objects));
    }

    /**
     * {@return objects as one {@code List} in JSON, as {@code kubectl get -o json} writes it}
     *
     * @param objects the objects
     */
    static String toListJson(List<? extends RbacObject> objects) {
        return Yaml.writeJson(list(objects));
    }

    private static Map<String, @Nullable Object> list(List<? extends RbacObject> objects) {
        Map<String, @Nullable Object> list = new LinkedHashMap<>();
        list.put("apiVersion", "v1");
        list.put("items", objects.stream().map(Manifest::toMap).toList());
        list.put("kind", "List");
        list.put("metadata", Map.of("resourceVersion", ""));
        return list;
    }
}
