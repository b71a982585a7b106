package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.BootstrapFirst;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.BootstrapInBackground;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.DeadEnd;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.KeySource;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.UseKubeconfig;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.kubelet.StoredCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/behaviour/kubelet.md, 2.1; the cases and texts were tried with kubelet 1.20.2. */
class KubeletBootstrapTest {

    private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");
    private static final Instant EXPIRED = Instant.parse("2026-06-01T00:00:00Z");

    private static final KubeconfigState MISSING = new KubeconfigState.Missing("/k");
    private static final KubeconfigState INACCESSIBLE = new KubeconfigState.Inaccessible("/k", "permission denied");
    private static final KubeconfigState UNLOADABLE = new KubeconfigState.Unloadable("yaml: line 3");
    private static final KubeconfigState NO_PAIR = new KubeconfigState.UnusableCredentials("tls: no pair");
    private static final KubeconfigState TOKEN = new KubeconfigState.NoClientCertificate();
    private static final KubeconfigState CERTIFICATE =
            KubeconfigState.ofClientCertificate(Pairs.LEAF_CERTIFICATE, Pairs.LEAF_KEY);

    private static final StoredCertificate STORED = new StoredCertificate.Loaded(Pairs.leaf(), Path.of("/p"));

    @TempDir
    Path folder;

    private StoredCertificate corrupt() throws IOException {
        KubeletCertificateStore store = KubeletCertificateStore.open(folder, "kubelet-client");
        Files.writeString(folder.resolve("kubelet-client-current.pem"), "garbage");
        assertThat(store.current()).isInstanceOf(StoredCertificate.Corrupt.class);
        return store.current();
    }

    private static KubeletBootstrap.Builder rotating(KubeconfigState kubeconfig) {
        return KubeletBootstrap.builder(kubeconfig).rotateCertificates(true);
    }

    private static KubeletBootstrap.Builder still(KubeconfigState kubeconfig) {
        return KubeletBootstrap.builder(kubeconfig).rotateCertificates(false);
    }

    private static KubeletBootstrap.Decision decide(KubeletBootstrap.Builder builder) {
        KubeletBootstrap.Decision decision = builder.build().decide(NOW);
        assertThat(builder.build().toBuilder().build().decide(NOW)).isEqualTo(decision);
        return decision;
    }

    @Test
    void withoutABootstrapKubeconfigTheKubeconfigIsUsedWhateverItHolds() {
        for (KubeconfigState kubeconfig : List.of(TOKEN, CERTIFICATE)) {
            for (KubeletBootstrap.Builder builder : List.of(rotating(kubeconfig), still(kubeconfig))) {
                assertThat(builder.build().decide(EXPIRED))
                        .isInstanceOfSatisfying(
                                UseKubeconfig.class,
                                use -> assertThat(use.reason()).startsWith("there is no bootstrap kubeconfig"));
                assertThat(builder.storeDoesNotOpen().build().decide(NOW)).isInstanceOf(UseKubeconfig.class);
            }
        }
    }

    @Test
    void saysOfAnExpiredCertificateOnlyThatItHasExpired() {
        String alone = "there is no bootstrap kubeconfig";
        assertThat(rotating(CERTIFICATE).build().decide(NOW)).isEqualTo(new UseKubeconfig(alone));
        assertThat(rotating(TOKEN).build().decide(NOW))
                .as("a token is no certificate, and has not expired")
                .isEqualTo(new UseKubeconfig(alone));
        assertThat(rotating(CERTIFICATE).build().decide(EXPIRED))
                .isInstanceOfSatisfying(
                        UseKubeconfig.class,
                        use -> assertThat(use.reason()).startsWith(alone + "; ").contains("expired"));
    }

    @Test
    void withoutABootstrapKubeconfigOneThatDoesNotLoadIsADeadEnd() {
        assertThat(decide(rotating(MISSING)))
                .isEqualTo(new DeadEnd("unable to load kubeconfig: stat /k: no such file or directory"));
        assertThat(decide(rotating(INACCESSIBLE)))
                .isEqualTo(new DeadEnd("unable to load kubeconfig: stat /k: permission denied"));
        assertThat(decide(rotating(UNLOADABLE))).isEqualTo(new DeadEnd("unable to load kubeconfig: yaml: line 3"));
        assertThat(decide(still(MISSING)))
                .isEqualTo(new DeadEnd("invalid kubeconfig: stat /k: no such file or directory"));
        assertThat(decide(still(UNLOADABLE))).isEqualTo(new DeadEnd("invalid kubeconfig: yaml: line 3"));
    }

    @Test
    void withoutABootstrapKubeconfigCredentialsThatAreNoPairAreADeadEndUnlessTheStoreHasOne() {
        assertThat(decide(still(NO_PAIR))).isEqualTo(new DeadEnd("failed to initialize kubelet client: tls: no pair"));
        assertThat(decide(rotating(NO_PAIR)))
                .isEqualTo(new DeadEnd("failed to initialize client certificate manager: tls: no pair"));
        assertThat(decide(rotating(NO_PAIR).stored(STORED))).isInstanceOf(UseKubeconfig.class);
        assertThat(rotating(NO_PAIR).stored(STORED).build().decide(EXPIRED)).isInstanceOf(DeadEnd.class);
    }

    @Test
    void aKubeconfigThatIsStillValidIsUsedAndTheBootstrapKubeconfigIsNotLookedAt() {
        for (KubeconfigState bootstrap : List.of(MISSING, UNLOADABLE, TOKEN)) {
            assertThat(decide(rotating(CERTIFICATE).bootstrapKubeconfig(bootstrap)))
                    .isInstanceOf(UseKubeconfig.class);
            assertThat(decide(still(CERTIFICATE).bootstrapKubeconfig(bootstrap)))
                    .isInstanceOf(UseKubeconfig.class);
        }
        assertThat(decide(still(CERTIFICATE).bootstrapKubeconfig(TOKEN).storeDoesNotOpen()))
                .isInstanceOf(UseKubeconfig.class);
    }

    @Test
    void withRotationAKubeconfigThatIsNotValidIsReplacedAtOnce() {
        for (KubeconfigState kubeconfig : List.of(MISSING, UNLOADABLE, NO_PAIR, TOKEN)) {
            for (KubeconfigState bootstrap : List.of(TOKEN, CERTIFICATE, NO_PAIR)) {
                assertThat(decide(rotating(kubeconfig).bootstrapKubeconfig(bootstrap)))
                        .isEqualTo(new BootstrapInBackground(
                                kubeconfig.evaluate(NOW).reason()));
            }
        }
        assertThat(rotating(CERTIFICATE).bootstrapKubeconfig(TOKEN).build().decide(EXPIRED))
                .isInstanceOf(BootstrapInBackground.class);
    }

    @Test
    void whatCannotBeAccessedIsADeadEnd() {
        assertThat(decide(rotating(INACCESSIBLE).bootstrapKubeconfig(TOKEN)))
                .isEqualTo(new DeadEnd("error reading existing bootstrap kubeconfig /k: permission denied"));
        assertThat(decide(still(INACCESSIBLE).bootstrapKubeconfig(TOKEN))).isInstanceOf(DeadEnd.class);
    }

    @Test
    void anExpiredKubeconfigWithoutABootstrapFileIsADeadEnd() {
        KubeconfigState gone = new KubeconfigState.Missing("/b");
        DeadEnd end = new DeadEnd(
                "unable to load bootstrap kubeconfig: stat /b: no such file or directory; it is needed because"
                        + " the kubeconfig is of no use: part of the existing client certificate is expired: "
                        + Pairs.leaf().certificate().getNotAfter().toInstant());
        assertThat(rotating(CERTIFICATE).bootstrapKubeconfig(gone).build().decide(EXPIRED))
                .isEqualTo(end);
        assertThat(still(CERTIFICATE).bootstrapKubeconfig(gone).build().decide(EXPIRED))
                .isEqualTo(end);
        assertThat(decide(rotating(MISSING).bootstrapKubeconfig(UNLOADABLE)))
                .isEqualTo(new DeadEnd("unable to load bootstrap kubeconfig: yaml: line 3"));
    }

    @Test
    void aDeadEndNamesAnotherPairThatIsStillValid() {
        CertificateAuthority ca = CertificateAuthority.generate("k", KeyAlgorithm.ECDSA_P256, EXPIRED);
        CertificateAndKey valid = CertificateAndKey.of(List.of(ca.certificate()), ca.privateKey());
        KubeconfigState gone = new KubeconfigState.Missing("/b");
        String end = valid.certificate().getNotAfter().toInstant().toString();
        for (KubeletBootstrap.Builder builder : List.of(rotating(CERTIFICATE), still(CERTIFICATE))) {
            KubeletBootstrap.Builder found = builder.bootstrapKubeconfig(gone);
            assertThat(found.stored(new StoredCertificate.Loaded(valid, Path.of("/p.pem")))
                            .build()
                            .decide(EXPIRED.plusSeconds(60)))
                    .isInstanceOfSatisfying(
                            DeadEnd.class,
                            dead -> assertThat(dead.message())
                                    .contains("is expired: "
                                            + Pairs.leaf()
                                                    .certificate()
                                                    .getNotAfter()
                                                    .toInstant())
                                    .contains("/p.pem holds a pair that is valid until " + end));
            assertThat(found.stored(STORED).build().decide(EXPIRED))
                    .isInstanceOfSatisfying(
                            DeadEnd.class,
                            dead -> assertThat(dead.message())
                                    .contains("is expired")
                                    .doesNotContain("/p"));
        }
    }

    @Test
    void withRotationAStoreThatDoesNotOpenIsADeadEndEvenBeforeTheKubeconfigIsLookedAt() {
        DeadEnd end = new DeadEnd("unable to build bootstrap cert store");
        assertThat(decide(rotating(CERTIFICATE).bootstrapKubeconfig(TOKEN).storeDoesNotOpen()))
                .isEqualTo(end);
        assertThat(decide(rotating(INACCESSIBLE).bootstrapKubeconfig(TOKEN).storeDoesNotOpen()))
                .isEqualTo(end);
        assertThat(decide(still(TOKEN).bootstrapKubeconfig(TOKEN).storeDoesNotOpen()))
                .isEqualTo(end);
    }

    @Test
    void withoutRotationTheKeyOfTheStoreIsReusedThenTheTemporaryOneThenANewOne() throws IOException {
        KubeletBootstrap.Builder builder = still(TOKEN).bootstrapKubeconfig(TOKEN);
        String reason = "there is no client certificate";
        assertThat(decide(builder)).isEqualTo(new BootstrapFirst(KeySource.NEW, reason));
        assertThat(decide(builder.temporaryKeyExists())).isEqualTo(new BootstrapFirst(KeySource.TEMPORARY, reason));
        assertThat(decide(builder.stored(corrupt()))).isEqualTo(new BootstrapFirst(KeySource.TEMPORARY, reason));
        assertThat(decide(builder.stored(STORED))).isEqualTo(new BootstrapFirst(KeySource.STORED, reason));
        assertThat(builder.build().decide(EXPIRED)).isEqualTo(new BootstrapFirst(KeySource.STORED, reason));
        assertThat(decide(builder.temporaryKeyDoesNotLoad("error loading key from /t: garbage")))
                .as("not looked at")
                .isInstanceOf(BootstrapFirst.class);
        assertThat(decide(builder.stored(corrupt()))).isEqualTo(new DeadEnd("error loading key from /t: garbage"));
    }

    @Test
    void aKeyThatKubeletCannotWriteIsNotReused() {
        CertificateAndKey ed25519 = CertificateAuthority.generate("ca", KeyAlgorithm.ED25519, Instant.now())
                .certificateAndKey();
        assertThat(decide(still(TOKEN)
                        .bootstrapKubeconfig(TOKEN)
                        .stored(new StoredCertificate.Loaded(ed25519, Path.of("/p")))))
                .isEqualTo(new BootstrapFirst(KeySource.NEW, "there is no client certificate"));
    }

    @Test
    void withoutRotationBootstrapCredentialsThatAreNoPairAreADeadEnd() {
        assertThat(decide(still(TOKEN).bootstrapKubeconfig(NO_PAIR)))
                .isEqualTo(new DeadEnd("unable to create certificates signing request client: tls: no pair"));
    }
}
