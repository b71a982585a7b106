package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.certificates.v1.ClusterTrustBundle;
import io.fabric8.kubernetes.api.model.certificates.v1.PodCertificateRequest;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeadm.KubeadmCertsSecret;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One object of every kind, with every field, to fabric8's type and back. */
class RoundTripTest {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private static Arguments row(
            String file, Function<Map<String, ?>, Manifest> fromMap, Class<? extends HasMetadata> theirs) {
        return arguments(file, fromMap, theirs);
    }

    private static Stream<Arguments> kinds() {
        return Stream.of(
                row("secret", io.github.kubetls.manifest.Secret::fromMap, Secret.class),
                row("bootstrap-token", BootstrapTokenSecret::fromMap, Secret.class),
                row("service-account-token", ServiceAccountTokenSecret::fromMap, Secret.class),
                row("kubeadm-certs", KubeadmCertsSecret::fromMap, Secret.class),
                row("cluster-info", ClusterInfo::fromMap, ConfigMap.class),
                row(
                        "certificate-signing-request",
                        CertificateSigningRequest::fromMap,
                        io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest.class),
                row(
                        "new-certificate-signing-request",
                        CertificateSigningRequest::fromMap,
                        io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest.class),
                row(
                        "cluster-trust-bundle-v1",
                        io.github.kubetls.csr.ClusterTrustBundle::fromMap,
                        ClusterTrustBundle.class),
                row(
                        "cluster-trust-bundle-v1beta1",
                        io.github.kubetls.csr.ClusterTrustBundle::fromMap,
                        io.fabric8.kubernetes.api.model.certificates.v1beta1.ClusterTrustBundle.class),
                row(
                        "pod-certificate-request-v1",
                        io.github.kubetls.podcertificate.PodCertificateRequest::fromMap,
                        PodCertificateRequest.class),
                row(
                        "pod-certificate-request-v1beta1",
                        io.github.kubetls.podcertificate.PodCertificateRequest::fromMap,
                        io.fabric8.kubernetes.api.model.certificates.v1beta1.PodCertificateRequest.class),
                row("role", io.github.kubetls.rbac.Role::fromMap, Role.class),
                row("cluster-role", io.github.kubetls.rbac.ClusterRole::fromMap, ClusterRole.class),
                row("role-binding", io.github.kubetls.rbac.RoleBinding::fromMap, RoleBinding.class),
                row(
                        "cluster-role-binding",
                        io.github.kubetls.rbac.ClusterRoleBinding::fromMap,
                        ClusterRoleBinding.class));
    }

    private static String text(String file) throws Exception {
        return Files.readString(Path.of("../objects", file + ".yaml"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingIsLost(String file, Function<Map<String, ?>, Manifest> fromMap, Class<? extends HasMetadata> type)
            throws Exception {
        HasMetadata theirs = SERIALIZATION.unmarshal(text(file), type);
        Manifest ours = fromMap.apply(Fabric8Bridge.toMap(theirs));

        assertThat(Fabric8Bridge.<HasMetadata>to(cast(type), ours)).isEqualTo(theirs);
        assertThat(fromMap.apply(Fabric8Bridge.toMap(Fabric8Bridge.to(cast(type), ours))))
                .isEqualTo(ours)
                .isEqualTo(fromMap.apply(tree(file)));
        assertThat(ours.toString()).doesNotContain("s3cr3t", "f395accd246ae52d");
    }

    @SuppressWarnings("unchecked")
    private static Class<HasMetadata> cast(Class<? extends HasMetadata> type) {
        return (Class<HasMetadata>) type;
    }

    /** What the text holds, without a type between. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> tree(String file) throws Exception {
        return SERIALIZATION.unmarshal(text(file), Map.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void nothingOfAKubeconfigIsLost() throws Exception {
        Kubeconfig ours = Kubeconfig.parse(text("kubeconfig"));
        Config theirs = SERIALIZATION.convertValue(ours.toMap(), Config.class);

        // As text, because a number in an extension is a Long here and an Integer there.
        assertThat(SERIALIZATION.asJson(theirs))
                .isEqualTo(SERIALIZATION.asJson(SERIALIZATION.unmarshal(ours.toYaml(), Config.class)));
        for (Config config : List.of(theirs, SERIALIZATION.unmarshal(text("kubeconfig"), Config.class))) {
            assertThat(Kubeconfig.fromMap(SERIALIZATION.convertValue(config, Map.class)))
                    .isEqualTo(ours);
        }
        assertThat(ours.toString()).doesNotContain("s3cr3t", "f395accd246ae52d");
    }

    @Test
    void theExampleRuns() {
        Fabric8Bridge.main();
    }
}
