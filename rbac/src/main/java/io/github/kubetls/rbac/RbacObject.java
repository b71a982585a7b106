package io.github.kubetls.rbac;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.yaml.Yaml;
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
 * There are no builders: {@code of} takes all parts of an object, two or three, and {@code with…} gives a copy with another
 * one. A binding's role reference has no such method, as it cannot change.
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
     * {@return the object as a place among others, such as {@code RoleBinding "ns/b"}} Findings about many objects are
     * within it.
     */
    default Location location() {
        return Location.of(kind() + " " + GoText.quote(metadata().toString()));
    }

    /**
     * {@return the same object with other metadata}
     *
     * @param metadata the metadata
     * @throws IllegalArgumentException when the API server would refuse the metadata
     */
    RbacObject withMetadata(ObjectMeta metadata);

    /**
     * {@return what is legal but unwise in this object, in the order of its fields, with the paths of these}
     * {@code RbacAuthorizer.findings()} also knows the other objects.
     */
    default List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        boolean namespaced = this instanceof Role || this instanceof RoleBinding;
        if (namespaced && namespace().isEmpty()) {
            findings.add(Finding.info(
                    "NAMESPACE_MISSING",
                    Location.of("metadata.namespace"),
                    "the object goes to the namespace of whoever applies it",
                    "name the namespace"));
        }
        findings.addAll(
                this instanceof Binding binding ? BindingFindings.of(binding) : RuleFindings.of((RuleOwner) this));
        return List.copyOf(findings);
    }

    /**
     * {@return for which reasons the API server would refuse this object: none, for such an object cannot be made} What a
     * text would be refused for tells {@link #violations(String)}.
     */
    default List<FieldError> violations() {
        return List.of();
    }

    /**
     * {@return for which reasons the API server would refuse this object in place of an older state of it} The role
     * reference of a binding cannot change: a binding that is to grant another role has to be deleted and created.
     * Changes of the metadata are not judged.
     *
     * @param old the object as it is
     * @throws IllegalArgumentException when it is of another kind
     */
    default List<FieldError> violationsOfUpdate(RbacObject old) {
        if (!old.kind().equals(kind())) {
            throw new IllegalArgumentException("a " + old.kind() + " cannot become a " + kind());
        }
        return this instanceof Binding binding && !binding.roleRef().equals(((Binding) old).roleRef())
                ? List.of(Violations.changedRoleRef(Violations.Reference.of(binding.roleRef())))
                : List.of();
    }

    /**
     * {@return the object that a text holds}
     *
     * @param text one YAML or JSON document
     * @throws InvalidFormatException when the text is not one RBAC object of version v1 that the API server takes; the
     *     message has all of its reasons
     */
    static RbacObject parse(String text) {
        return RbacReader.read(Yaml.read(text, ""));
    }

    /**
     * {@return the objects that a text holds, in its order: a stream of documents separated by {@code ---}, in which a list
     * stands for its items} Objects of other API groups, such as the ServiceAccounts that are bound, are passed over.
     *
     * @param text YAML, or one JSON value
     * @throws InvalidFormatException when one is not of version v1, or the API server would not take it, or the text has
     *     something that is no Kubernetes object; the location says which
     */
    static List<RbacObject> parseAll(String text) {
        return RbacReader.parseAll(text);
    }

    /**
     * {@return the object that a file holds}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read or is larger than 12 MiB
     * @throws InvalidFormatException as {@link #parse(String)}, with the file in the location
     */
    static RbacObject read(Path file) throws IOException {
        return ManifestReader.read(file, RbacReader.MAX_BYTES, RbacObject::parse);
    }

    /**
     * {@return the objects that a file holds, in its order}
     *
     * @param file the file
     * @throws IOException            when the file cannot be read or is larger than 12 MiB
     * @throws InvalidFormatException as {@link #parseAll(String)}, with the file in the location
     */
    static List<RbacObject> readAll(Path file) throws IOException {
        return ManifestReader.read(file, RbacReader.MAX_BYTES, RbacObject::parseAll);
    }

    /**
     * {@return the object that JDK values hold}
     *
     * @param map the values, as {@link #toMap()} gives them
     * @throws IllegalArgumentException when a key or a value has no form in a manifest
     * @throws InvalidFormatException   as {@link #parse(String)}
     */
    static RbacObject fromMap(Map<String, ?> map) {
        return RbacReader.read(Yaml.fromMap(map));
    }

    /**
     * {@return for which reasons the API server would refuse an object, all of them, in its order; none when it takes
     * the object}
     *
     * @param text one YAML or JSON document
     * @throws InvalidFormatException when the text is not one RBAC object of version v1 at all, or a field has the wrong
     *     type
     */
    static List<FieldError> violations(String text) {
        return violations(text, KubernetesRelease.latest());
    }

    /**
     * {@return for which reasons the API server of a release would refuse an object, in its words}
     *
     * @param text    one YAML or JSON document
     * @param release the release
     * @throws InvalidFormatException as {@link #violations(String)}
     */
    static List<FieldError> violations(String text, KubernetesRelease release) {
        return RbacReader.violations(Yaml.read(text, ""), release);
    }

    /**
     * {@return for which reasons the API server would refuse an object in place of an older state of it, all of them, in
     * its order: those of {@link #violations(String)}, then that of a role reference that changes}
     *
     * @param old  the object as it is
     * @param text the object as it is to be, one YAML or JSON document
     * @throws InvalidFormatException when the text is not one object of the same kind, or a field has the wrong type
     */
    static List<FieldError> violationsOfUpdate(RbacObject old, String text) {
        return violationsOfUpdate(old, text, KubernetesRelease.latest());
    }

    /**
     * {@return for which reasons the API server of a release would refuse an object in place of an older state, in its words}
     *
     * @param old     the object as it is
     * @param text    the object as it is to be, one YAML or JSON document
     * @param release the release
     * @throws InvalidFormatException as {@link #violationsOfUpdate(RbacObject, String)}
     */
    static List<FieldError> violationsOfUpdate(RbacObject old, String text, KubernetesRelease release) {
        return RbacReader.violationsOfUpdate(old, Yaml.read(text, ""), release);
    }

    /**
     * {@return what is legal but unwise in a text, object by object, with line and column: fields that the API server does
     * not know and drops, and the findings of every object}
     *
     * @param text YAML documents separated by {@code ---}, or one JSON value
     * @throws InvalidFormatException as {@link #parseAll(String)}
     */
    static List<Finding> findings(String text) {
        return RbacReader.findings(text);
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
