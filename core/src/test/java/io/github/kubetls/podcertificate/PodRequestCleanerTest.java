package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.podcertificate.PodRequestCleaner.Decision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 6.4. */
class PodRequestCleanerTest {

    private static PodCertificateRequest created(Duration ago) {
        PodCertificateRequest request = PodRequests.request();
        return request.toBuilder()
                .metadata(request.metadata().toBuilder()
                        .uid("u")
                        .creationTimestamp(NOW.minus(ago))
                        .build())
                .build();
    }

    @Test
    void deletesWhatIsOldWhateverBecameOfIt() {
        Duration threshold = Duration.ofMinutes(15);
        PodCertificateRequest old = created(threshold);
        PodCertificateRequest denied = old.withCondition(condition("Denied"));
        PodCertificateRequest young = created(threshold.minusSeconds(1));

        assertThat(PodRequestCleaner.decide(old, NOW)).isEqualTo(new Decision.Delete("orders", "req-1", "u"));
        assertThat(PodRequestCleaner.decide(denied, NOW)).isEqualTo(new Decision.Delete("orders", "req-1", "u"));
        assertThat(PodRequestCleaner.decide(young, NOW)).isEqualTo(new Decision.CheckAgain(NOW.plusSeconds(1)));
        assertThat(PodRequestCleaner.deletions(List.of(old, young, denied), NOW))
                .containsExactly(old, denied);
    }

    @Test
    void takesAnotherThreshold() {
        assertThat(PodRequestCleaner.decide(created(Duration.ofMinutes(29)), Duration.ofMinutes(30), NOW))
                .isEqualTo(new Decision.CheckAgain(NOW.plusSeconds(60)));
    }

    @Test
    void keepsWhatNobodyKnowsTheAgeOf() {
        assertThat(PodRequestCleaner.decide(PodRequests.request(), NOW)).isEqualTo(new Decision.Keep());
    }
}
