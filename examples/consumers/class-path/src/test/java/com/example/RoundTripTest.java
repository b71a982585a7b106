package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeadm.KubeadmCertsSecret;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One object of every kind, with every field, to a tree of Jackson 2 and back, as values and as text. */
class RoundTripTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static <T> Arguments row(
            String file,
            Function<String, T> parser,
            Function<Map<String, ?>, T> fromMap,
            Function<T, Map<String, ?>> toMap,
            Function<T, String> toJson) {
        return arguments(file, parser, fromMap, toMap, toJson);
    }

    private static <T extends io.github.kubetls.manifest.Manifest> Arguments row(
            String file, Function<String, T> parser, Function<Map<String, ?>, T> fromMap) {
        return row(file, parser, fromMap, T::toMap, T::toJson);
    }

    private static Stream<Arguments> kinds() {
        return Stream.of(
                row("secret", Secret::parse, Secret::fromMap),
                row("bootstrap-token", BootstrapTokenSecret::parse, BootstrapTokenSecret::fromMap),
                row("service-account-token", ServiceAccountTokenSecret::parse, ServiceAccountTokenSecret::fromMap),
                row("kubeadm-certs", KubeadmCertsSecret::parse, KubeadmCertsSecret::fromMap),
                row("cluster-info", ClusterInfo::parse, ClusterInfo::fromMap),
                row(
                        "certificate-signing-request",
                        CertificateSigningRequest::parse,
                        CertificateSigningRequest::fromMap),
                row(
                        "new-certificate-signing-request",
                        CertificateSigningRequest::parse,
                        CertificateSigningRequest::fromMap),
                row("cluster-trust-bundle-v1", ClusterTrustBundle::parse, ClusterTrustBundle::fromMap),
                row("cluster-trust-bundle-v1beta1", ClusterTrustBundle::parse, ClusterTrustBundle::fromMap),
                row("pod-certificate-request-v1", PodCertificateRequest::parse, PodCertificateRequest::fromMap),
                row("pod-certificate-request-v1beta1", PodCertificateRequest::parse, PodCertificateRequest::fromMap),
                row("role", Role::parse, Role::fromMap),
                row("cluster-role", ClusterRole::parse, ClusterRole::fromMap),
                row("role-binding", RoleBinding::parse, RoleBinding::fromMap),
                row("cluster-role-binding", ClusterRoleBinding::parse, ClusterRoleBinding::fromMap),
                row("kubeconfig", Kubeconfig::parse, Kubeconfig::fromMap, Kubeconfig::toMap, Kubeconfig::toJson));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <T> void nothingIsLost(
            String file,
            Function<String, T> parser,
            Function<Map<String, ?>, T> fromMap,
            Function<T, Map<String, ?>> toMap,
            Function<T, String> toJson)
            throws Exception {
        T ours = parser.apply(Files.readString(Path.of("../objects", file + ".yaml")));
        JsonNode theirs = MAPPER.valueToTree(toMap.apply(ours));

        assertThat(MAPPER.writeValueAsString(theirs))
                .isEqualTo(MAPPER.readTree(toJson.apply(ours)).toString());
        assertThat(fromMap.apply(MAPPER.convertValue(theirs, new TypeReference<Map<String, Object>>() {})))
                .isEqualTo(ours);
        assertThat(parser.apply(MAPPER.writeValueAsString(theirs))).isEqualTo(ours);
        assertThat(ours.toString()).doesNotContain("s3cr3t", "f395accd246ae52d");
    }

    @Test
    void theExampleRuns() {
        Jackson2Bridge.main();
    }
}
