package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.KEYS;
import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.HsmProvider;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.podcertificate.PodCertificateRotation.Action;
import io.github.kubetls.podcertificate.PodCertificateRotation.State;
import io.github.kubetls.podcertificate.PodCertificateRotation.Step;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 6.1. */
class PodCertificateRotationTest {

    /** No jitter at all. */
    private static final RandomGenerator NONE = () -> 0L;

    private static final Instant END = NOW.plus(Duration.ofHours(2));
    private static final Instant REFRESH = NOW.plus(Duration.ofMinutes(80));
    private static final PodCertificateRequest OPEN = PodRequests.request();
    private static final PodCertificateRequest ISSUED = PodRequests.issued(PodRequests.leaf(NOW, END), REFRESH);

    private static PodCertificateRotation waiting() {
        return PodCertificateRotation.start().requested(OPEN, KEYS.getPrivate(), NOW, NONE);
    }

    private static PodCertificateRotation fresh() {
        return waiting().decide(Optional.of(ISSUED), NOW, NONE).rotation();
    }

    private static PodCertificateRotation refreshing() {
        return fresh().requested(OPEN, KEYS.getPrivate(), REFRESH, NONE);
    }

    private static PodCertificateRequest over(String type) {
        return OPEN.withCondition(condition(type));
    }

    @Test
    void beginsWithARequest() {
        Step step = PodCertificateRotation.start().decide(Optional.empty(), NOW, NONE);
        assertThat(step.action()).isEqualTo(new Action.Request());
        assertThat(step.rotation().state()).isEqualTo(State.INITIAL);
        assertThat(step.rotation().current()).isEmpty();
    }

    @Test
    void waitsForItsRequestToBeIssued() {
        Step step = waiting().decide(Optional.of(OPEN), NOW, NONE);
        assertThat(step.action()).isEqualTo(new Action.AwaitIssuance());
        assertThat(step.rotation().state()).isEqualTo(State.WAIT);
        assertThat(step.rotation().requestName()).contains("req-1");
        assertThat(waiting().decide(Optional.of(OPEN), END, NONE).action())
                .as("as long as it takes")
                .isEqualTo(new Action.AwaitIssuance());
    }

    @Test
    void publishesWhatIsIssued() {
        Step step = waiting().decide(Optional.of(ISSUED), NOW, NONE);
        assertThat(step.rotation().state()).isEqualTo(State.FRESH);
        assertThat(step.action()).isInstanceOfSatisfying(Action.Publish.class, publish -> {
            assertThat(publish.pair().chain()).isEqualTo(ISSUED.certificates());
            assertThat(publish.until()).isEqualTo(REFRESH);
        });
        assertThat(step.rotation().current()).isPresent();
    }

    @Test
    void answersAlsoWhenNoProviderCanWorkWithTheKey() {
        // Its provider is not registered, and nobody else knows its keys.
        PrivateKey elsewhere = new HsmProvider().lock(KEYS.getPrivate());
        PodCertificateRotation waiting = PodCertificateRotation.start().requested(OPEN, elsewhere, NOW, NONE);
        Step step = waiting.decide(Optional.of(ISSUED), NOW, NONE);
        assertThat(step.action()).isInstanceOf(Action.Error.class);
        assertThat(step.rotation().state()).isEqualTo(State.WAIT);
    }

    @Test
    void refreshesWhenItsSignerSays() {
        assertThat(fresh().decide(Optional.empty(), REFRESH, NONE).action()).isEqualTo(new Action.Keep(REFRESH));
        Step step = fresh().decide(Optional.empty(), REFRESH.plusNanos(1), NONE);
        assertThat(step.action()).isEqualTo(new Action.Request());
        assertThat(refreshing().state()).isEqualTo(State.WAIT_REFRESH);
        assertThat(refreshing().current())
                .as("the old one until the new one is there")
                .isPresent();
        assertThat(refreshing()
                        .decide(Optional.of(ISSUED), REFRESH, NONE)
                        .rotation()
                        .state())
                .isEqualTo(State.FRESH);
    }

    @Test
    void refreshesUpToFiveMinutesLater() {
        Random random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            Step step = waiting().decide(Optional.of(ISSUED), NOW, random);
            Instant until = ((Action.Publish) step.action()).until();
            assertThat(until).isAfterOrEqualTo(REFRESH).isBefore(REFRESH.plus(Duration.ofMinutes(5)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Denied", "Failed"})
    void endsWhenTheSignerSaysNo(String type) {
        for (PodCertificateRotation rotation : List.of(waiting(), refreshing())) {
            Step step = rotation.decide(Optional.of(over(type)), NOW, NONE);
            assertThat(step.action()).isEqualTo(new Action.Stop(condition(type)));
            assertThat(step.rotation().state()).hasToString(type.toUpperCase(Locale.ROOT));
            assertThat(step.rotation().current()).isEqualTo(rotation.current());
            assertThat(step.rotation().decide(Optional.of(ISSUED), END, NONE).action())
                    .isEqualTo(step.action());
        }
    }

    @Test
    void takesARequestForDeletedAfterTenMinutes() {
        Instant end = NOW.plus(Duration.ofMinutes(10));
        assertThat(waiting().decide(Optional.empty(), end, NONE).action()).isEqualTo(new Action.AwaitRequest(end));
        Step step = waiting().decide(Optional.empty(), end.plusNanos(1), NONE);
        assertThat(step.action()).isEqualTo(new Action.Request());
        assertThat(step.rotation().state()).isEqualTo(State.INITIAL);
        Step again = refreshing().decide(Optional.empty(), END, NONE);
        assertThat(again.action()).isEqualTo(new Action.Request());
        assertThat(again.rotation().state()).isEqualTo(State.FRESH);
    }

    @Test
    void takesARequestForDeletedUpToFiveMinutesLater() {
        Random random = new Random(12);
        for (int i = 0; i < 1000; i++) {
            PodCertificateRotation rotation =
                    PodCertificateRotation.start().requested(OPEN, KEYS.getPrivate(), NOW, random);
            Instant until = ((Action.AwaitRequest)
                            rotation.decide(Optional.empty(), NOW, random).action())
                    .until();
            assertThat(until)
                    .isAfterOrEqualTo(NOW.plus(Duration.ofMinutes(10)))
                    .isBefore(NOW.plus(Duration.ofMinutes(15)));
        }
    }

    @Test
    void anotherRequestIsNotItsOwn() {
        PodCertificateRequest other = ISSUED.toBuilder().name("req-2").build();
        assertThat(waiting().decide(Optional.of(other), NOW, NONE).action()).isInstanceOf(Action.AwaitRequest.class);
    }

    @Test
    void reportsACertificateForAnotherKey() {
        PodCertificateRotation rotation = PodCertificateRotation.start()
                .requested(OPEN, Keys.another(KeyAlgorithm.ECDSA_P256).getPrivate(), NOW, NONE);
        Step step = rotation.decide(Optional.of(ISSUED), NOW, NONE);
        assertThat(step.action())
                .isEqualTo(
                        new Action.Error("issued certificate cannot be used: private key does not match public key of"
                                + " the first certificate"));
        assertThat(step.rotation().state()).isEqualTo(State.WAIT);
        assertThat(rotation.decide(Optional.of(over("Issued")), NOW, NONE).action())
                .isInstanceOf(Action.Error.class);
    }

    @Test
    void requestsOneAtATime() {
        PodCertificateRotation denied =
                waiting().decide(Optional.of(over("Denied")), NOW, NONE).rotation();
        for (PodCertificateRotation rotation : List.of(waiting(), refreshing(), denied)) {
            assertThatThrownBy(() -> rotation.requested(OPEN, KEYS.getPrivate(), NOW, NONE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(rotation.state().name());
        }
        assertThatThrownBy(() -> PodCertificateRotation.start()
                        .requested(OPEN.toBuilder().name("").build(), KEYS.getPrivate(), NOW, NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reportsWhatAKubeletWritesIntoEvents() {
        PodCertificateRotation rotation = fresh();
        Instant overdue = REFRESH.plus(Duration.ofMinutes(10));
        assertThat(rotation.findings(overdue)).isEmpty();
        assertThat(rotation.findings(overdue.plusNanos(1)))
                .extracting(Finding::code)
                .containsExactly("REFRESH_PENDING");
        assertThat(rotation.findings(END.plusNanos(1)))
                .extracting(Finding::code)
                .containsExactly("CERTIFICATE_EXPIRED");
        assertThat(waiting().findings(END)).isEmpty();
    }

    /** docs/behaviour/certificates.md, 4.2: BMPStrings with surrogates are refused in 1.36. */
    @Test
    void readsWhatIsIssuedAsAReleaseDoes() {
        PodCertificateRequest issued = OPEN.toBuilder()
                .status(new PodStatus(
                        List.of(condition("Issued")), OldCertificates.surrogate(KEYS, NOW, END), NOW, REFRESH, END))
                .build();
        for (int minor : List.of(35, 36)) {
            PodCertificateRotation waiting = PodCertificateRotation.start(KubernetesRelease.of(minor))
                    .requested(OPEN, KEYS.getPrivate(), NOW, NONE);
            assertThat(waiting.decide(Optional.of(issued), NOW, NONE).action())
                    .isInstanceOf(minor == 35 ? Action.Publish.class : Action.Error.class);
        }
    }
}
