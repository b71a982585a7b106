package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.fixtures.Pairs;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeconfigStateTest {

    /** NotAfter of the leaf certificate. */
    private static final Instant NOT_AFTER = Instant.parse("2025-01-14T09:55:00Z");

    private static final Instant NOW = NOT_AFTER.minusSeconds(3600);

    @Test
    void aClientCertificateThatHasNotExpiredIsStillValid() {
        KubeconfigState state = KubeconfigState.ofClientCertificate(Pairs.LEAF_CERTIFICATE, Pairs.LEAF_KEY);
        assertThat(state.isStillValid(NOW).isValid()).isTrue();
        assertThat(state.isStillValid(NOT_AFTER).isValid())
                .as("in its last instant")
                .isTrue();
        assertThat(state.isStillValid(NOT_AFTER.plusNanos(1)).isValid()).isFalse();
        assertThat(state.isStillValid(NOT_AFTER.plusNanos(1)).reason())
                .isEqualTo("part of the existing client certificate is expired: 2025-01-14T09:55:00Z");
    }

    @Test
    void whenACertificateBeginsToBeValidDoesNotMatter() {
        assertThat(KubeconfigState.ofClientCertificate(Pairs.LEAF_CERTIFICATE, Pairs.LEAF_KEY)
                        .isStillValid(Instant.EPOCH)
                        .isValid())
                .isTrue();
    }

    @Test
    void oneExpiredCertificateOfTheChainIsEnough() {
        String chain = Pairs.recorded().certificatePem() + Pairs.LEAF_CERTIFICATE;
        KubeconfigState state =
                KubeconfigState.ofClientCertificate(chain, Pairs.recorded().keyPem());
        assertThat(state.isStillValid(NOW).isValid()).isTrue();
        assertThat(state.isStillValid(NOT_AFTER.plusSeconds(1)).isValid()).isFalse();
    }

    /** docs/behaviour/kubelet.md, 2.2, and docs/behaviour/worked-examples.md, W30. */
    @Test
    void aTokenAloneIsNotStillValid() {
        assertThat(new KubeconfigState.NoClientCertificate().isStillValid(NOW))
                .isEqualTo(new KubeconfigState.Validity(false, "there is no client certificate"));
    }

    @Test
    void whatCannotBeUsedIsNotStillValid() {
        assertThat(new KubeconfigState.Missing("/k").isStillValid(NOW))
                .isEqualTo(new KubeconfigState.Validity(false, "stat /k: no such file or directory"));
        assertThat(new KubeconfigState.Inaccessible("/k", "permission denied").isStillValid(NOW))
                .isEqualTo(new KubeconfigState.Validity(
                        false, "error reading existing bootstrap kubeconfig /k: permission denied"));
        assertThat(new KubeconfigState.Unloadable("no context").isStillValid(NOW))
                .isEqualTo(new KubeconfigState.Validity(
                        false, "unable to read existing bootstrap client config: no context"));
    }

    @Test
    void aKeyOfAnotherCertificateIsUnusable() {
        KubeconfigState state = KubeconfigState.ofClientCertificate(
                Pairs.LEAF_CERTIFICATE, Pairs.rsa().keyPem());
        assertThat(state).isInstanceOf(KubeconfigState.UnusableCredentials.class);
        assertThat(state.isStillValid(NOW).isValid()).isFalse();
        assertThat(state.isStillValid(NOW).reason())
                .startsWith("unable to load TLS configuration from existing bootstrap client config: ")
                .contains("does not match");
        assertThat(KubeconfigState.ofClientCertificate("", "")).isInstanceOf(KubeconfigState.UnusableCredentials.class);
    }

    @Test
    void thereIsNoClientCertificateWithoutACertificate() {
        assertThatThrownBy(() -> new KubeconfigState.ClientCertificate(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
