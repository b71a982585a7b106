package io.github.kubetls.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.kubelet.CertificateRotation.Action;
import io.github.kubetls.kubelet.CertificateRotation.Action.NothingToRequest;
import io.github.kubetls.kubelet.CertificateRotation.Action.Reason;
import io.github.kubetls.kubelet.CertificateRotation.Action.Request;
import io.github.kubetls.kubelet.CertificateRotation.Action.Wait;
import io.github.kubetls.kubelet.CertificateTemplate.NodeAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/kubelet.md, 5. */
class CertificateRotationTest {

    private static final Instant NOT_BEFORE = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant NOT_AFTER = Instant.parse("2024-01-11T00:00:00Z");
    private static final String SUBJECT = "O=system:nodes,CN=system:node:w1";
    private static final CertificateAndKey PAIR = SelfSigned.of(SUBJECT, NOT_BEFORE, NOT_AFTER);
    private static final CertificateAndKey NEW_PAIR = SelfSigned.of(SUBJECT, NOT_AFTER, NOT_AFTER.plusSeconds(864000));
    private static final CertificateTemplate TEMPLATE = CertificateTemplate.kubeletClient("w1");
    private static final CertificateTemplate OTHER = CertificateTemplate.kubeletClient("w2");
    private static final StoredCertificate ABSENT = new StoredCertificate.Absent("nowhere");
    private static final StoredCertificate STORED = new StoredCertificate.Loaded(PAIR, Path.of("/p"));

    /** Always draws the same. */
    private static RandomGenerator drawing(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    private static CertificateRotation.Step next(
            CertificateRotation rotation, CertificateTemplate template, Instant now) {
        return rotation.decide(Optional.ofNullable(template), now, drawing(0));
    }

    /** docs/behaviour/kubelet.md, 5.1, and docs/behaviour/worked-examples.md, W23. */
    @ParameterizedTest
    @CsvSource({"0, 168", "0.5, 192", "0.25, 180"})
    void theDeadlineIsAtSeventyToNinetyPercentOfTheLife(double fraction, long hours) {
        assertThat(CertificateRotation.deadline(PAIR.certificate(), fraction))
                .isEqualTo(NOT_BEFORE.plus(Duration.ofHours(hours)));
        assertThat(CertificateRotation.deadline(PAIR.certificate(), drawing(fraction)))
                .isEqualTo(NOT_BEFORE.plus(Duration.ofHours(hours)));
    }

    /** docs/behaviour/kubelet.md, 5.1, and docs/behaviour/worked-examples.md, W23. */
    @Test
    void theDeadlineIsBeforeNinetyPercent() {
        assertThat(CertificateRotation.deadline(PAIR.certificate(), Math.nextDown(1.0)))
                .isBeforeOrEqualTo(NOT_BEFORE.plus(Duration.ofHours(216)))
                .isAfter(NOT_BEFORE.plus(Duration.ofHours(216)).minusSeconds(1));
        Random random = new Random(23);
        for (int i = 0; i < 1000; i++) {
            assertThat(CertificateRotation.deadline(PAIR.certificate(), random))
                    .isBetween(NOT_BEFORE.plus(Duration.ofHours(168)), NOT_BEFORE.plus(Duration.ofHours(216)));
        }
    }

    @Test
    void theDeadlineOfALifeLongerThanGosDurationsIsRightToo() {
        CertificateAndKey pair =
                SelfSigned.of(SUBJECT, Instant.parse("1999-01-01T00:00:00Z"), Instant.parse("9999-01-01T00:00:00Z"));
        Duration life = Duration.between(
                pair.certificate().getNotBefore().toInstant(),
                pair.certificate().getNotAfter().toInstant());
        assertThat(CertificateRotation.deadline(pair.certificate(), 0.5))
                .isEqualTo(Instant.parse("1999-01-01T00:00:00Z").plusSeconds(life.getSeconds() / 10 * 8));
    }

    @Test
    void theFractionHasARange() {
        for (double fraction : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> CertificateRotation.deadline(PAIR.certificate(), fraction))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> CertificateRotation.retryDelay(1, fraction))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theOtherDeadlineIsAtTwoThirdsInWholeSeconds() {
        assertThat(CertificateRotation.deadlineAtTwoThirds(PAIR.certificate()))
                .isEqualTo(NOT_BEFORE.plus(Duration.ofHours(160)));
        assertThat(CertificateRotation.deadlineAtTwoThirds(
                        SelfSigned.of(SUBJECT, NOT_BEFORE, NOT_BEFORE.plusSeconds(100))
                                .certificate()))
                .isEqualTo(NOT_BEFORE.plusSeconds(66));
    }

    @Test
    void beginsWithTheStoredPair() {
        CertificateRotation.Start start =
                CertificateRotation.start(STORED, Optional.of(NEW_PAIR), NOT_AFTER.minusNanos(1));
        assertThat(start).isEqualTo(new CertificateRotation.Start.UseStored(CertificateRotation.of(PAIR)));
        CertificateRotation rotation = start.state().orElseThrow();
        assertThat(next(rotation, TEMPLATE, NOT_BEFORE).action())
                .isEqualTo(new Wait(NOT_BEFORE.plus(Duration.ofHours(168))));
        assertThat(rotation.isServerHealthy()).isFalse();
    }

    @Test
    void beginsWithTheInitialPairWhereTheStoreHasNone() {
        for (CertificateRotation.Start start : new CertificateRotation.Start[] {
            CertificateRotation.start(ABSENT, Optional.of(NEW_PAIR), NOT_BEFORE),
            CertificateRotation.start(STORED, Optional.of(NEW_PAIR), NOT_AFTER)
        }) {
            assertThat(start).isInstanceOf(CertificateRotation.Start.UseInitial.class);
            assertThat(((CertificateRotation.Start.UseInitial) start).toStore()).isEqualTo(NEW_PAIR);
            CertificateRotation rotation = start.state().orElseThrow();
            assertThat(rotation.current(NOT_AFTER)).contains(NEW_PAIR);
            CertificateRotation.Step step = next(rotation, TEMPLATE, NOT_AFTER);
            assertThat(step.action())
                    .isEqualTo(new Request(TEMPLATE, Reason.FORCED, "the certificate is to be replaced at once"));
            assertThat(next(step.rotation(), TEMPLATE, NOT_AFTER).action())
                    .as("forced only once")
                    .isInstanceOf(Wait.class);
        }
    }

    @Test
    void requestsTheFirstCertificateWhereThereIsNone() {
        CertificateRotation.Start absent = CertificateRotation.start(ABSENT, Optional.empty(), NOT_BEFORE);
        assertThat(absent)
                .isInstanceOfSatisfying(
                        CertificateRotation.Start.RequestFirst.class,
                        first -> assertThat(first.reason()).isEqualTo("nowhere"));
        CertificateRotation.Start expired = CertificateRotation.start(STORED, Optional.empty(), NOT_AFTER);
        assertThat(expired)
                .isInstanceOfSatisfying(
                        CertificateRotation.Start.RequestFirst.class,
                        first -> assertThat(first.reason())
                                .isEqualTo("the stored certificate has expired: 2024-01-11T00:00:00Z"));
        CertificateRotation rotation = absent.state().orElseThrow();
        assertThat(rotation.current(NOT_BEFORE)).isEmpty();
        CertificateRotation.Step step = next(rotation, TEMPLATE, NOT_BEFORE);
        assertThat(step.action()).isInstanceOf(Request.class);
        assertThat(next(step.rotation(), TEMPLATE, NOT_BEFORE).action())
                .isEqualTo(new Request(TEMPLATE, Reason.NO_CERTIFICATE, "there is no certificate"));
    }

    @Test
    void aCorruptStoreIsFatalEvenWithAFallback() {
        StoredCertificate corrupt = new StoredCertificate.Corrupt(
                Path.of("/p"), "could not convert", new StoredCertificate.Loaded(PAIR, Path.of("/q")));
        CertificateRotation.Start start = CertificateRotation.start(corrupt, Optional.of(PAIR), NOT_BEFORE);
        assertThat(start).isEqualTo(new CertificateRotation.Start.Fatal("could not convert"));
        assertThat(start.state()).isEmpty();
    }

    @Test
    void replacesTheCertificateWhenItsDeadlineHasCome() {
        CertificateRotation rotation = CertificateRotation.of(PAIR);
        Instant deadline = NOT_BEFORE.plus(Duration.ofHours(168));
        assertThat(next(rotation, TEMPLATE, deadline.minusNanos(1)).action()).isEqualTo(new Wait(deadline));
        assertThat(next(rotation, TEMPLATE, deadline).action())
                .isEqualTo(new Request(
                        TEMPLATE, Reason.DEADLINE_PASSED, "the rotation deadline was 2024-01-08T00:00:00Z"));
        assertThat(next(rotation, TEMPLATE, NOT_AFTER.plusSeconds(1)).action()).isInstanceOf(Request.class);
    }

    @Test
    void replacesACertificateThatDoesNotSatisfyItsTemplateAtOnce() {
        assertThat(next(CertificateRotation.of(PAIR), OTHER, NOT_BEFORE).action())
                .isEqualTo(new Request(
                        OTHER,
                        Reason.TEMPLATE_NOT_SATISFIED,
                        "Current certificate CN (system:node:w1) does not match requested CN (system:node:w2)"));
    }

    @Test
    void requestsNothingWithoutATemplate() {
        CertificateRotation rotation = CertificateRotation.of(PAIR);
        assertThat(next(rotation, null, NOT_BEFORE).action()).isInstanceOf(Wait.class);
        assertThat(next(rotation, null, NOT_AFTER).action()).isEqualTo(new NothingToRequest(Reason.DEADLINE_PASSED));
        CertificateRotation first = CertificateRotation.start(ABSENT, Optional.empty(), NOT_BEFORE)
                .state()
                .orElseThrow();
        assertThat(next(first, null, NOT_BEFORE).action()).isEqualTo(new NothingToRequest(Reason.FORCED));
    }

    @Test
    void aNewAddressRenewsTheServingCertificateAndALostOneDoesNot() {
        CertificateAndKey pair = SelfSigned.of(SUBJECT, NOT_BEFORE, NOT_AFTER, "w1", "10.0.0.1", "10.0.0.2");
        CertificateRotation rotation = CertificateRotation.of(pair);
        NodeAddress name = NodeAddress.of(NodeAddress.Type.HOSTNAME, "w1");
        NodeAddress one = NodeAddress.of(NodeAddress.Type.INTERNAL_IP, "10.0.0.1");
        NodeAddress three = NodeAddress.of(NodeAddress.Type.INTERNAL_IP, "10.0.0.3");
        Optional<CertificateTemplate> fewer = CertificateTemplate.kubeletServing("w1", java.util.List.of(name, one));
        assertThat(rotation.isInterruptedBy(fewer)).isFalse();
        assertThat(rotation.decide(fewer, NOT_BEFORE, drawing(0)).action()).isInstanceOf(Wait.class);

        Optional<CertificateTemplate> more =
                CertificateTemplate.kubeletServing("w1", java.util.List.of(name, one, three));
        assertThat(rotation.isInterruptedBy(more)).isTrue();
        assertThat(rotation.decide(more, NOT_BEFORE, drawing(0)).action())
                .isEqualTo(new Request(
                        more.orElseThrow(),
                        Reason.TEMPLATE_NOT_SATISFIED,
                        "Current certificate is missing requested IP addresses [10.0.0.3]"));
    }

    @Test
    void aTemplateThatWasRequestedAlreadyDoesNotInterrupt() {
        CertificateRotation rotation = CertificateRotation.of(PAIR);
        assertThat(rotation.isInterruptedBy(Optional.of(TEMPLATE))).isFalse();
        assertThat(rotation.isInterruptedBy(Optional.of(OTHER))).isTrue();
        assertThat(rotation.requested(OTHER).isInterruptedBy(Optional.of(OTHER)))
                .isFalse();
        assertThat(rotation.requested(OTHER).lastRequested()).contains(OTHER);
        assertThat(rotation.requested(TEMPLATE).isInterruptedBy(Optional.of(OTHER)))
                .isTrue();
        assertThat(rotation.isInterruptedBy(Optional.empty())).isFalse();

        CertificateRotation none = CertificateRotation.start(ABSENT, Optional.empty(), NOT_BEFORE)
                .state()
                .orElseThrow();
        assertThat(none.isInterruptedBy(Optional.empty())).isFalse();
        assertThat(none.isInterruptedBy(Optional.of(TEMPLATE))).isTrue();
        assertThat(none.requested(TEMPLATE).isInterruptedBy(Optional.of(TEMPLATE)))
                .isFalse();
        assertThat(none.requested(TEMPLATE).isInterruptedBy(Optional.empty())).isTrue();
    }

    @Test
    void anIssuedCertificateIsTheCurrentOne() {
        CertificateRotation rotation = CertificateRotation.of(PAIR)
                .requested(TEMPLATE)
                .failed()
                .failed()
                .issued(NEW_PAIR);
        assertThat(rotation.current(NOT_AFTER)).contains(NEW_PAIR);
        assertThat(rotation.failures()).isZero();
        assertThat(rotation.failed()).asString().contains("CN=system:node:w1", "1 failures");
        assertThat(rotation.isServerHealthy()).isTrue();
        assertThat(rotation.lastRequested()).contains(TEMPLATE);
    }

    @Test
    void anExpiredCertificateIsNotUsed() {
        CertificateRotation rotation = CertificateRotation.of(PAIR);
        assertThat(rotation.current(NOT_AFTER)).as("in its last instant").contains(PAIR);
        assertThat(rotation.current(NOT_AFTER.plusNanos(1))).isEmpty();
    }

    @ParameterizedTest(name = "after {0} failures, drawing {1}: {2}")
    @CsvSource({
        "0, 0.5, PT0S",
        "1, 0, PT2S",
        "1, 0.5, PT2.1S",
        "2, 0, PT4S",
        "2, 0.5, PT4.2S",
        "3, 0, PT8S",
        "4, 0, PT16S",
        "4, 0.5, PT16.8S",
        "5, 0.5, PT32S",
        "6, 0, PT32S",
        "2147483647, 0, PT32S"
    })
    void aFailedRequestIsRepeatedLaterAndLater(int failures, double fraction, Duration delay) {
        assertThat(CertificateRotation.retryDelay(failures, fraction)).isEqualTo(delay);
    }

    @Test
    void countsFailures() {
        CertificateRotation rotation = CertificateRotation.of(PAIR);
        assertThat(rotation.retryDelay(drawing(0))).isZero();
        rotation = rotation.failed().failed(500, true).failed();
        assertThat(rotation.failures()).isEqualTo(3);
        assertThat(rotation.retryDelay(drawing(0))).isEqualTo(Duration.ofSeconds(8));
        assertThatThrownBy(() -> CertificateRotation.retryDelay(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}, from an API server: {1}")
    @CsvSource({
        "401, true, true",
        "401, false, true",
        "403, true, true",
        "404, true, true",
        "403, false, false",
        "404, false, false",
        "503, false, false",
        "500, true, false",
        "409, true, false",
        "429, true, false",
        "0, false, false"
    })
    void aRefusalTellsWhetherTheServerIsHealthy(int status, boolean isApiStatus, boolean healthy) {
        assertThat(CertificateRotation.isServerHealthy(status, isApiStatus)).isEqualTo(healthy);
        assertThat(CertificateRotation.of(PAIR).failed(status, isApiStatus).isServerHealthy())
                .isEqualTo(healthy);
    }

    @Test
    void otherFailuresSayNothingAboutTheServer() {
        assertThat(CertificateRotation.of(PAIR).failed(401, true).failed().isServerHealthy())
                .isTrue();
        assertThat(CertificateRotation.of(PAIR).failed(0, false).failed().isServerHealthy())
                .isFalse();
    }

    @Test
    void givesUpAfterFiveMinutesWithoutACertificateIfTheServerIsHealthy() {
        CertificateRotation healthy = CertificateRotation.of(PAIR).failed(403, true);
        CertificateRotation ill = CertificateRotation.of(PAIR).failed(503, false);
        Instant late = NOT_AFTER.plus(CertificateRotation.EXIT_AFTER);
        assertThat(healthy.isExitDue(NOT_AFTER, late)).isFalse();
        assertThat(healthy.isExitDue(NOT_AFTER, late.plusNanos(1))).isTrue();
        assertThat(ill.isExitDue(NOT_AFTER, late.plusNanos(1))).isFalse();
        assertThat(healthy.isExitDue(NOT_BEFORE, NOT_AFTER)).as("not expired").isFalse();
    }

    @Test
    void isAValue() {
        assertThat(CertificateRotation.of(PAIR))
                .isEqualTo(CertificateRotation.of(PAIR))
                .hasSameHashCodeAs(CertificateRotation.of(PAIR))
                .isNotEqualTo(CertificateRotation.of(PAIR).failed())
                .isNotEqualTo(CertificateRotation.of(NEW_PAIR));
        assertThat(CertificateRotation.of(PAIR).toString()).doesNotContain("PrivateKey");
    }

    /** docs/behaviour/certificates.md, 4.2: a TeletexString is Latin-1 from 1.36 on, before its bytes as they are. */
    @Test
    void readsTheSubjectAsAReleaseDoes() {
        KeyPair keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        String pem = OldCertificates.teletex(keys, "N\u00FCrnberg", start, start.plus(Duration.ofDays(300)));
        CertificateAndKey pair = CertificateAndKey.of(Pem.parseCertificates(pem), keys.getPrivate());
        CertificateTemplate template =
                CertificateTemplate.of(DistinguishedName.of("N\u00FCrnberg"), SubjectAltNames.none());
        KubernetesRelease before = KubernetesRelease.of(35);
        KubernetesRelease since = KubernetesRelease.of(36);
        assertThat(template.isSatisfiedBy(pair.certificate(), before)).isFalse();
        assertThat(template.isSatisfiedBy(pair.certificate(), since)).isTrue();
        assertThat(template.isSatisfiedBy(pair.certificate())).isTrue();
        assertThat(action(CertificateRotation.of(pair, before), template, start))
                .isInstanceOf(Action.Request.class);
        assertThat(action(CertificateRotation.of(pair, since), template, start)).isInstanceOf(Action.Wait.class);
        StoredCertificate stored = new StoredCertificate.Loaded(pair, Path.of("x"));
        assertThat(action(
                        CertificateRotation.start(stored, Optional.empty(), start, before)
                                .state()
                                .orElseThrow(),
                        template,
                        start))
                .isInstanceOf(Action.Request.class);
        assertThat(CertificateRotation.of(pair, before).isInterruptedBy(Optional.of(template)))
                .isTrue();
        assertThat(CertificateRotation.of(pair, since).isInterruptedBy(Optional.of(template)))
                .isFalse();
    }

    private static Action action(CertificateRotation rotation, CertificateTemplate template, Instant now) {
        return rotation.decide(Optional.of(template), now, new Random(1)).action();
    }
}
