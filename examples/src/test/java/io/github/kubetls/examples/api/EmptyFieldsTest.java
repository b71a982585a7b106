package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeadm.KubeadmCertsSecret;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fields that other libraries write although there is nothing in them. In Go's types each has {@code omitempty}, or is a list
 * or map whose nil is equal to an empty one: the object is the one without the field.
 */
class EmptyFieldsTest {

    /** What a field of a type may hold instead of nothing. */
    private enum Type {
        POINTER((Object) null),
        TEXT(null, ""),
        LIST(null, List.of()),
        MAP(null, Map.of()),
        STRUCT(null, Map.of());

        private final List<Object> empty;

        Type(Object... empty) {
            this.empty = Arrays.asList(empty);
        }
    }

    private record Field(Type type, String path) {}

    private static Stream<Field> fields(Type type, String... paths) {
        return Stream.of(paths).map(path -> new Field(type, path));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Nothing is written to the array.
    private static Stream<Field> all(Stream<Field>... fields) {
        return Stream.of(fields).flatMap(Function.identity());
    }

    private static Stream<Field> metadata() {
        return Stream.of(
                        fields(Type.TEXT, "generateName", "uid", "resourceVersion", "selfLink"),
                        fields(Type.POINTER, "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"),
                        fields(Type.MAP, "labels", "annotations"),
                        fields(Type.LIST, "ownerReferences", "finalizers", "managedFields"),
                        fields(Type.POINTER, "ownerReferences[0].controller", "ownerReferences[0].blockOwnerDeletion"),
                        fields(Type.POINTER, "managedFields[0].time", "managedFields[0].fieldsV1"))
                .flatMap(same -> same)
                .map(field -> new Field(field.type(), "metadata." + field.path()));
    }

    private static Stream<Arguments> kind(
            String file,
            Function<String, Manifest> parser,
            Function<Map<String, ?>, Manifest> fromMap,
            Stream<Field> fields) {
        Map<String, Object> whole = read(file, text -> parser.apply(text).toMap());
        return Stream.concat(metadata(), fields)
                .filter(field -> parent(whole, field.path()) != null)
                // It is no such Secret without the annotation that names the account.
                .filter(field ->
                        !file.equals("service-account-token") || !field.path().equals("metadata.annotations"))
                .flatMap(field -> rows(file, whole, fromMap::apply, field));
    }

    private static Map<String, Object> read(String file, Function<String, Map<String, Object>> reader) {
        try {
            return reader.apply(Files.readString(Path.of("consumers/objects", file + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Arguments> rows(
            String file, Map<String, Object> whole, Function<Map<String, ?>, Object> fromMap, Field field) {
        return field.type().empty.stream().map(empty -> arguments(file, field.path(), empty, whole, fromMap));
    }

    static Stream<Arguments> emptyFields() {
        Stream<Field> conditions = fields(Type.POINTER, "status.conditions[0].lastTransitionTime");
        return Stream.of(
                        kind("secret", Secret::parse, Secret::fromMap, secret()),
                        kind("bootstrap-token", BootstrapTokenSecret::parse, BootstrapTokenSecret::fromMap, secret()),
                        kind(
                                "service-account-token",
                                ServiceAccountTokenSecret::parse,
                                ServiceAccountTokenSecret::fromMap,
                                fields(Type.MAP, "stringData")),
                        kind("kubeadm-certs", KubeadmCertsSecret::parse, KubeadmCertsSecret::fromMap, secret()),
                        kind(
                                "cluster-info",
                                ClusterInfo::parse,
                                ClusterInfo::fromMap,
                                all(fields(Type.MAP, "data", "binaryData"), fields(Type.POINTER, "immutable"))),
                        kind(
                                "certificate-signing-request",
                                CertificateSigningRequest::parse,
                                CertificateSigningRequest::fromMap,
                                all(
                                        fields(Type.TEXT, "spec.username", "spec.uid", "status.certificate"),
                                        fields(Type.LIST, "spec.usages", "spec.groups", "status.conditions"),
                                        fields(Type.MAP, "spec.extra"),
                                        fields(
                                                Type.POINTER,
                                                "spec.expirationSeconds",
                                                "status.conditions[0].lastUpdateTime"),
                                        fields(
                                                Type.TEXT,
                                                "status.conditions[0].reason",
                                                "status.conditions[0].message"),
                                        fields(Type.STRUCT, "status"),
                                        conditions)),
                        kind(
                                "cluster-trust-bundle-v1",
                                ClusterTrustBundle::parse,
                                ClusterTrustBundle::fromMap,
                                fields(Type.TEXT, "spec.signerName")),
                        kind(
                                "pod-certificate-request-v1beta1",
                                PodCertificateRequest::parse,
                                PodCertificateRequest::fromMap,
                                all(
                                        fields(Type.MAP, "spec.unverifiedUserAnnotations"),
                                        fields(Type.TEXT, "spec.stubPKCS10Request", "status.certificateChain"),
                                        fields(Type.POINTER, "spec.maxExpirationSeconds"),
                                        fields(
                                                Type.POINTER,
                                                "status.notBefore",
                                                "status.beginRefreshAt",
                                                "status.notAfter"),
                                        fields(Type.LIST, "status.conditions"),
                                        fields(Type.STRUCT, "status"))),
                        kind("role", Role::parse, Role::fromMap, all(fields(Type.LIST, "rules"), rule("rules[0]."))),
                        kind(
                                "cluster-role",
                                ClusterRole::parse,
                                ClusterRole::fromMap,
                                all(
                                        fields(Type.LIST, "rules"),
                                        rule("rules[0]."),
                                        fields(Type.POINTER, "aggregationRule"),
                                        selector("aggregationRule.clusterRoleSelectors[0]."),
                                        selector("aggregationRule.clusterRoleSelectors[1]."),
                                        fields(
                                                Type.LIST,
                                                "aggregationRule.clusterRoleSelectors[1].matchExpressions[1].values"))),
                        kind("role-binding", RoleBinding::parse, RoleBinding::fromMap, binding()),
                        kind("cluster-role-binding", ClusterRoleBinding::parse, ClusterRoleBinding::fromMap, binding()),
                        kubeconfig())
                .flatMap(same -> same);
    }

    private static Stream<Field> secret() {
        return Stream.of(fields(Type.MAP, "stringData"), fields(Type.POINTER, "immutable"))
                .flatMap(same -> same);
    }

    private static Stream<Field> rule(String at) {
        return fields(Type.LIST, at + "nonResourceURLs", at + "resourceNames");
    }

    private static Stream<Field> selector(String at) {
        return Stream.concat(fields(Type.MAP, at + "matchLabels"), fields(Type.LIST, at + "matchExpressions"));
    }

    private static Stream<Field> binding() {
        return Stream.of(
                        fields(Type.LIST, "subjects"),
                        fields(Type.TEXT, "subjects[0].apiGroup", "subjects[0].namespace", "roleRef.apiGroup"))
                .flatMap(same -> same);
    }

    private static Stream<Arguments> kubeconfig() {
        Map<String, Object> whole =
                read("kubeconfig", text -> Kubeconfig.parse(text).toMap());
        String exec = "users[5].user.exec.";
        return Stream.of(
                        fields(Type.LIST, "clusters", "users", "contexts", "extensions"),
                        fields(Type.LIST, "clusters[0].cluster.extensions", "contexts[0].context.extensions"),
                        fields(Type.LIST, "users[3].user.as-groups"),
                        fields(Type.MAP, "users[3].user.as-user-extra"),
                        fields(Type.POINTER, "users[5].user.exec", "users[7].user.auth-provider"),
                        // kubectl writes back whether these three are empty or null.
                        fields(Type.POINTER, exec + "args", exec + "env", "users[7].user.auth-provider.config"),
                        fields(Type.STRUCT, "preferences"),
                        fields(Type.TEXT, "current-context", "contexts[0].context.namespace", exec + "installHint"))
                .flatMap(same -> same)
                .flatMap(field -> rows("kubeconfig", whole, Kubeconfig::fromMap, field));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("emptyFields")
    void whatIsEmptyIsAbsent(
            String file,
            String path,
            Object empty,
            Map<String, Object> whole,
            Function<Map<String, ?>, Object> fromMap) {
        Map<String, Object> absent = copy(whole);
        Map<String, Object> present = copy(whole);
        String key = path.substring(path.lastIndexOf('.') + 1);
        parent(absent, path).remove(key);
        parent(present, path).put(key, empty);

        assertThat(fromMap.apply(present)).isEqualTo(fromMap.apply(absent)).hasSameHashCodeAs(fromMap.apply(absent));
    }

    @Test
    void metadataThatIsBuiltHasNoEmptyFieldsEither() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("finalizers", List.of());
        fields.put("ownerReferences", null);
        ObjectMeta metadata = ObjectMeta.builder().otherFields(fields).build();
        assertThat(metadata).isEqualTo(ObjectMeta.builder().build());
        assertThat(metadata.toMap()).isEmpty();
    }

    /** The names of fields in {@code managedFields} are keys of empty maps. */
    @Test
    void whatIsEmptyFurtherDownIsKept() {
        Map<String, Object> entry = Map.of("fieldsV1", Map.of("f:data", Map.of(".", Map.of())));
        Map<String, Object> map = Map.of("managedFields", List.of(entry));
        assertThat(ObjectMeta.fromMap(map).toMap()).isEqualTo(map);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> parent(Map<String, Object> root, String path) {
        Object node = root;
        String[] steps = path.split("\\.");
        for (String step : List.of(steps).subList(0, steps.length - 1)) {
            int bracket = step.indexOf('[');
            node = ((Map<String, Object>) node).get(bracket < 0 ? step : step.substring(0, bracket));
            if (node == null) {
                return null;
            }
            if (bracket >= 0) {
                node = ((List<Object>) node).get(Integer.parseInt(step.substring(bracket + 1, step.length() - 1)));
            }
        }
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put(key, copy(member)));
            return (T) copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(copy(item)));
            return (T) copy;
        }
        return value;
    }
}
