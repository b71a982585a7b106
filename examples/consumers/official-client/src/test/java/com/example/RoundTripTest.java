package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeadm.KubeadmCertsSecret;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1CertificateSigningRequest;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ClusterRoleBinding;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1beta1ClusterTrustBundle;
import io.kubernetes.client.openapi.models.V1beta1PodCertificateRequest;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.Yaml;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One object of every kind that the client has, with every field, to the client's type and back. */
class RoundTripTest {

    private static Arguments row(
            String file, Function<String, Manifest> parser, Class<? extends KubernetesObject> theirs) {
        return arguments(file, parser, theirs);
    }

    private static Stream<Arguments> kinds() {
        return Stream.of(
                row("secret", Secret::parse, V1Secret.class),
                row("bootstrap-token", BootstrapTokenSecret::parse, V1Secret.class),
                row("service-account-token", ServiceAccountTokenSecret::parse, V1Secret.class),
                row("kubeadm-certs", KubeadmCertsSecret::parse, V1Secret.class),
                row("cluster-info", ClusterInfo::parse, V1ConfigMap.class),
                row("certificate-signing-request", CertificateSigningRequest::parse, V1CertificateSigningRequest.class),
                row(
                        "new-certificate-signing-request",
                        CertificateSigningRequest::parse,
                        V1CertificateSigningRequest.class),
                row("cluster-trust-bundle-v1beta1", ClusterTrustBundle::parse, V1beta1ClusterTrustBundle.class),
                row(
                        "pod-certificate-request-v1beta1",
                        PodCertificateRequest::parse,
                        V1beta1PodCertificateRequest.class),
                row("role", Role::parse, V1Role.class),
                row("cluster-role", ClusterRole::parse, V1ClusterRole.class),
                row("role-binding", RoleBinding::parse, V1RoleBinding.class),
                row("cluster-role-binding", ClusterRoleBinding::parse, V1ClusterRoleBinding.class));
    }

    /** Without {@code managedFields}, which the client passes over when it reads JSON. */
    private static String text(String file) throws Exception {
        return Files.readString(Path.of("../objects", file + ".yaml"))
                .replaceAll("(?m)^  managedFields:\\n(?:  - .*\\n|    .*\\n)+", "");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingIsLost(String file, Function<String, Manifest> parser, Class<? extends KubernetesObject> type)
            throws Exception {
        Manifest ours = parser.apply(text(file));
        KubernetesObject theirs = OfficialClientBridge.to(type, ours);

        // As text, because their values compare byte arrays by identity.
        assertThat(JSON.serialize(theirs)).isEqualTo(JSON.serialize(Yaml.loadAs(text(file), type)));
        assertThat(parser.apply(OfficialClientBridge.toJson(theirs))).isEqualTo(ours);
        assertThat(ours.toString()).doesNotContain("s3cr3t", "f395accd246ae52d");
    }

    /** The client reads a kubeconfig into maps of its own, and has no type to write one from. */
    @Test
    void readsTheKubeconfigThatTheLibraryWrites() throws Exception {
        Kubeconfig ours = Kubeconfig.parse(text("kubeconfig"));
        KubeConfig theirs = KubeConfig.loadKubeConfig(new StringReader(ours.toYaml()));

        assertThat(theirs.getCurrentContext()).isEqualTo("admin@kubernetes");
        assertThat(theirs.getServer()).isEqualTo("https://10.0.0.1:6443");
        assertThat(theirs.getClientKeyData())
                .isEqualTo(ours.toMap().toString().replaceAll(".*client-key-data=([^,}]*).*", "$1"));
        Map<String, Object> back = new LinkedHashMap<>(ours.toMap());
        back.put("clusters", new ArrayList<>(theirs.getClusters()));
        back.put("users", new ArrayList<>(theirs.getUsers()));
        back.put("contexts", new ArrayList<>(theirs.getContexts()));
        assertThat(Kubeconfig.fromMap(back)).isEqualTo(ours);
        assertThat(ours.toString()).doesNotContain("s3cr3t", "f395accd246ae52d");
    }

    @Test
    void theExampleRuns() {
        OfficialClientBridge.main();
    }
}
