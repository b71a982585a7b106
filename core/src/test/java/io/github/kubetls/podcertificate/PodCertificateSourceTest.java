package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.KEYS;
import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.POD;
import static io.github.kubetls.podcertificate.PodRequests.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.HsmProvider;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.fixtures.Posix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 6.1. */
class PodCertificateSourceTest {

    private static final String POD_YAML = """
            apiVersion: v1
            kind: Pod
            metadata: {name: api-0, namespace: orders}
            spec:
              volumes:
              - name: empty
                emptyDir: {}
              - name: certificates
                projected:
                  sources:
                  - serviceAccountToken: {path: token}
                  - podCertificate:
                      signerName: ca.orders.example/workload
                      keyType: ECDSAP521
                      maxExpirationSeconds: 7200
                      credentialBundlePath: tls/bundle.pem
                      keyPath: key.pem
                      certificateChainPath: chain.pem
                      userAnnotations: {orders.example/tier: gold}
                  - podCertificate: {signerName: a.example/b, keyType: ED25519}
            """;

    private static final PodCertificateSource SOURCE = PodCertificateSource.builder(SIGNER, PodKeyType.ECDSA_P521)
            .maxExpiration(Duration.ofHours(2))
            .credentialBundlePath("tls/bundle.pem")
            .keyPath("key.pem")
            .certificateChainPath("chain.pem")
            .userAnnotations(Map.of("orders.example/tier", "gold"))
            .build();

    private static CertificateAndKey pair(KeyPair keys) {
        return CertificateAndKey.of(
                List.of(
                        PodRequests.leaf(SubjectAltNames.none(), keys, NOW, NOW.plus(Duration.ofHours(2))),
                        PodRequests.CA.certificate()),
                keys.getPrivate());
    }

    @Test
    void standsInTheProjectedVolumesOfAPod() {
        List<PodCertificateSource> sources = PodCertificateSource.parseAll(POD_YAML);

        assertThat(sources).hasSize(2).first().isEqualTo(SOURCE).hasSameHashCodeAs(SOURCE);
        assertThat(sources.get(1).keyType()).isEqualTo(PodKeyType.ED25519);
        assertThat(sources.get(1).maxExpiration()).isEqualTo(Duration.ofDays(1));
        assertThat(SOURCE.credentialBundlePath()).isEqualTo("tls/bundle.pem");
        assertThat(SOURCE.keyPath()).isEqualTo("key.pem");
        assertThat(SOURCE.certificateChainPath()).isEqualTo("chain.pem");
        assertThat(SOURCE.toBuilder().build()).isEqualTo(SOURCE);
        assertThat(PodCertificateSource.ofPod(Map.of("apiVersion", "v1", "kind", "Pod")))
                .isEmpty();
    }

    @Test
    void comesFromJdkValuesAsFromText() {
        Map<String, ?> source = Map.of("podCertificate", Map.of("signerName", SIGNER.value(), "keyType", "ED25519"));
        Map<String, ?> volume = Map.of("name", "a", "projected", Map.of("sources", List.of(source)));
        assertThat(PodCertificateSource.ofPod(
                        Map.of("apiVersion", "v1", "kind", "Pod", "spec", Map.of("volumes", List.of(volume)))))
                .containsExactly(
                        PodCertificateSource.builder(SIGNER, PodKeyType.ED25519).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA2048", "ECDSAP224", "ecdsap256", "ECDSA_P256", "MLDSA44", "''"})
    void knowsNoOtherKindOfKey(String type) {
        assertThatThrownBy(() -> PodCertificateSource.parseAll(POD_YAML.replace("ECDSAP521", type)))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("KEY_ALGORITHM_UNSUPPORTED");
                    assertThat(e.location().line()).isEqualTo(14);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../key.pem", "a/../../key.pem", ".."})
    void staysWithinTheVolume(String path) {
        assertThatThrownBy(() -> PodCertificateSource.parseAll(POD_YAML.replace("tls/bundle.pem", path)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("must be a relative path, and must not contain '..'");
        assertThatThrownBy(() -> SOURCE.toBuilder().keyPath(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b"})
    void pathsAreThoseOfFiles(String path) {
        assertThatThrownBy(() -> SOURCE.toBuilder().keyPath(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void livesForNoNegativeTime() {
        assertThatThrownBy(() -> PodCertificateSource.parseAll(POD_YAML.replace("7200", "-1")))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location().line()).isEqualTo(15));
        assertThatThrownBy(() -> SOURCE.toBuilder().maxExpiration(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = PodKeyType.class,
            names = {"ECDSA_P256", "ECDSA_P521"})
    void generatesKeysByTheProviderOfTheCaller(PodKeyType type) {
        KeyPair keys = type.generateKeyPair(new BouncyCastleProvider());
        assertThat(keys.getPrivate().getClass().getName()).startsWith("org.bouncycastle.");
        assertThat(PodKeyType.of(keys.getPublic())).contains(type);
        assertThatThrownBy(() -> type.generateKeyPair(new HsmProvider()))
                .as("it generates none")
                .isInstanceOf(CryptoException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = PodKeyType.class,
            names = {"ECDSA_P256", "ECDSA_P521", "ED25519"})
    void generatesKeysByTheRandomnessOfTheCaller(PodKeyType type) {
        AtomicInteger drawn = new AtomicInteger();
        SecureRandom random = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                drawn.addAndGet(bytes.length);
                super.nextBytes(bytes);
            }
        };
        assertThat(PodKeyType.of(type.generateKeyPair(random).getPublic())).contains(type);
        assertThat(drawn).hasValueGreaterThanOrEqualTo(32);
    }

    @Test
    void isRequestedAsItSays() {
        PodCertificateRequest request = SOURCE.request(POD, SOURCE.keyType().generateKeyPair());

        assertThat(request.signerName()).isEqualTo(SIGNER);
        assertThat(request.pod()).isEqualTo(POD);
        assertThat(request.maxExpiration()).isEqualTo(Duration.ofHours(2));
        assertThat(request.unverifiedUserAnnotations()).isEqualTo(SOURCE.userAnnotations());
        assertThat(PodKeyType.of(request.publicKey())).contains(PodKeyType.ECDSA_P521);
        assertThat(SOURCE.request(POD, KEYS, PodRequests.R34).apiVersion()).isEqualTo("certificates.k8s.io/v1alpha1");
    }

    @ParameterizedTest
    @EnumSource(
            value = PodKeyType.class,
            names = {"RSA_3072", "ECDSA_P256", "ECDSA_P521", "ED25519"})
    void writesTheKeyAsPkcs8AndTheCertificatesClean(PodKeyType type, @TempDir Path volume) throws Exception {
        CertificateAndKey pair = pair(type.generateKeyPair());
        SOURCE.write(volume, pair);

        String bundle = Files.readString(volume.resolve("tls/bundle.pem"));
        assertThat(Pem.blocks(bundle))
                .extracting(Pem.Block::label)
                .containsExactly("PRIVATE KEY", "CERTIFICATE", "CERTIFICATE");
        assertThat(CertificateAndKey.parse(bundle)).isEqualTo(pair);
        assertThat(bundle)
                .isEqualTo(Files.readString(volume.resolve("key.pem")) + Files.readString(volume.resolve("chain.pem")));
        assertThat(Posix.mode(volume.resolve("tls/bundle.pem"))).isEqualTo("rw-------");
        assertThat(Posix.mode(volume.resolve("key.pem"))).isEqualTo("rw-------");
        assertThat(Posix.mode(volume.resolve("chain.pem"))).isEqualTo("rw-r--r--");
        assertThat(OpenSsl.run(volume, "pkey", "-in", "key.pem", "-pubout"))
                .isEqualTo(OpenSsl.run(volume, "x509", "-in", "chain.pem", "-noout", "-pubkey"));
    }

    @Test
    void writesOnlyTheFilesItNames() {
        PodCertificateSource bundleOnly = PodCertificateSource.builder(SIGNER, PodKeyType.ECDSA_P256)
                .credentialBundlePath("b")
                .build();
        assertThat(bundleOnly.files(pair(KEYS))).containsOnlyKeys("b");
    }
}
