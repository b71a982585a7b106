package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningProfileTest {

    private static final Instant NOON = Instant.parse("2024-06-01T12:00:00Z");
    private static final Instant FAR = Instant.parse("2034-01-01T00:00:00Z");

    /** docs/behaviour/certificate-signing-requests.md, 10.3, and docs/behaviour/worked-examples.md, W04 and W18 to W21. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "short, 36, PT24H, 5400, 11:55:00, PT1H30M",
        "long, 36, PT24H, 43200, 11:55:00, PT11H55M",
        "exactly eight hours, 36, PT24H, 28800, 11:55:00, PT7H55M",
        "one second less, 36, PT24H, 28799, 11:55:00, PT7H59M59S",
        "the old formula, 20, PT2H, -1, 11:55:00, PT1H55M",
        "the old formula ignores the request, 21, PT2H, 600, 11:55:00, PT1H55M",
        "nothing requested, 22, PT24H, -1, 11:55:00, PT23H55M",
        "more than the maximum, 36, PT24H, 86401, 11:55:00, PT23H55M",
        "the maximum, 36, PT24H, 86400, 11:55:00, PT23H55M",
        "a short maximum, 36, PT1H, -1, 11:55:00, PT1H",
        "less than ten minutes, 36, PT24H, 599, 11:55:00, PT10M",
        "a maximum below ten minutes, 36, PT5M, -1, 11:55:00, PT5M",
        "more than such a maximum, 36, PT5M, 301, 11:55:00, PT5M",
        "such a maximum and less: ten minutes, 36, PT5M, 300, 11:55:00, PT10M",
        "one year, 36, PT8760H, -1, 11:55:00, PT8759H55M"
    })
    void computesTheValidity(
            String reason, int minor, Duration maximum, int requested, String notBefore, Duration life) {
        Validity validity = SigningProfile.of(maximum, KubernetesRelease.of(minor))
                .validity(NOON, requested < 0 ? OptionalInt.empty() : OptionalInt.of(requested), FAR);
        assertThat(validity.isPossible()).isTrue();
        assertThat(validity.notBefore()).as(reason).isEqualTo("2024-06-01T" + notBefore + "Z");
        assertThat(validity.notAfter()).as(reason).isEqualTo(NOON.plus(life));
    }

    @Test
    void neverLastsLongerThanTheCa() {
        SigningProfile profile = SigningProfile.of(Duration.ofHours(8760));
        Instant end = Instant.parse("2024-06-01T12:30:00Z");
        Validity capped = profile.validity(NOON, OptionalInt.empty(), end);
        assertThat(capped.notAfter())
                .as("docs/behaviour/worked-examples.md, W22")
                .isEqualTo(end);
        assertThat(capped.duration()).isEqualTo(Duration.ofHours(8760));
        assertThat(profile.validity(end, OptionalInt.empty(), end).refusal())
                .as("at the end")
                .isEqualTo("refusing to sign a certificate that expired in the past: "
                        + "NotAfter=2024-06-01 12:30:00 +0000 UTC");
        assertThat(profile.toBuilder()
                        .release(KubernetesRelease.of(20))
                        .build()
                        .validity(end, OptionalInt.empty(), end)
                        .refusal())
                .isEqualTo("refusing to sign a certificate that expired in the past");
        assertThat(profile.validity(Instant.parse("2024-06-01T12:36:00Z"), OptionalInt.empty(), end)
                        .refusal())
                .as("after the end")
                .isEqualTo("the signer has expired: NotAfter=2024-06-01 12:30:00 +0000 UTC");
        assertThat(profile.validity(end.minusMillis(1), OptionalInt.empty(), end)
                        .isPossible())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT3000000H"})
    void refusesDurationsThatAreNone(Duration duration) {
        assertThatThrownBy(() -> SigningProfile.of(duration)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Worked example W18, with another backdate and another threshold: 5400 seconds are then not short. */
    @Test
    void backdateAndThresholdAreThoseOfKubernetesUnlessSet() {
        SigningProfile kubernetes = SigningProfile.of(Duration.ofHours(24));
        assertThat(kubernetes.backdate()).isEqualTo(Duration.ofMinutes(5));
        assertThat(kubernetes.shortThreshold()).isEqualTo(Duration.ofHours(8));
        SigningProfile own = kubernetes.toBuilder()
                .backdate(Duration.ofMinutes(1))
                .shortThreshold(Duration.ofMinutes(90))
                .build();
        Validity validity = own.validity(NOON, OptionalInt.of(5400), FAR);
        assertThat(validity.notBefore()).isEqualTo("2024-06-01T11:59:00Z");
        assertThat(validity.notAfter()).as("the backdate counts").isEqualTo("2024-06-01T13:29:00Z");
        assertThat(own.validity(NOON, OptionalInt.of(5399), FAR).notAfter())
                .as("the backdate is added")
                .isEqualTo("2024-06-01T13:29:59Z");
        assertThat(own).isNotEqualTo(kubernetes);
    }

    @Test
    void refusesABackdateThatWouldLetCertificatesEndBeforeTheyAreIssued() {
        SigningProfile.Builder builder = SigningProfile.builder();
        assertThatThrownBy(() -> builder.backdate(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.shortThreshold(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(builder.backdate(Duration.ofHours(9))::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8h0m0s");
    }

    @Test
    void takesTheLongestDurationsThatGoHas() {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        SigningProfile profile = SigningProfile.builder()
                .maximumDuration(longest)
                .backdate(longest)
                .shortThreshold(longest)
                .build();
        assertThat(profile.backdate()).isEqualTo(profile.shortThreshold()).isEqualTo(longest);
        assertThat(profile.maximumDuration()).isEqualTo(longest);
        SigningProfile.Builder builder = SigningProfile.builder();
        assertThatThrownBy(() -> builder.backdate(longest.plusNanos(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maximumDuration(longest.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isAValue() {
        SigningProfile one = SigningProfile.of(Duration.ofHours(1));
        assertThat(one)
                .isEqualTo(SigningProfile.of(Duration.ofHours(1)))
                .hasSameHashCodeAs(SigningProfile.of(Duration.ofHours(1)));
        assertThat(one).isNotEqualTo(SigningProfile.of(Duration.ofHours(1), KubernetesRelease.of(20)));
        assertThat(one.toBuilder().build()).isEqualTo(one);
        assertThat(one).hasToString("SigningProfile[PT1H, 1.37]");
    }
}
