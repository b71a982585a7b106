package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.Validity;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.time.GoTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How long the kube-controller-manager's signers issue certificates for.
 *
 * <p>A certificate begins five minutes before it is issued, which is the backdate. Up to 1.21 it always lasts for the
 * signer's maximum from there. From 1.22 on a request may ask for less, but not less than ten minutes; the backdate counts
 * towards a duration of eight hours or more, which is the short threshold, and not towards a shorter one. A certificate never
 * lasts longer than the CA. With a maximum below ten minutes a request for less than the maximum gets ten minutes, as in
 * Kubernetes.
 *
 * <pre>{@code
 * SigningProfile profile = SigningProfile.of(Duration.ofDays(365));
 * Validity validity = profile.validity(now, csr.expirationSeconds(), caNotAfter);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificates and
 *     Certificate Signing Requests</a>
 */
public final class SigningProfile {

    /** What {@code --cluster-signing-duration} is by default: one year of 365 days. */
    public static final Duration DEFAULT_DURATION = Duration.ofHours(8760);

    /** The shortest duration that a request may ask for. */
    static final Duration SHORTEST = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Duration maximumDuration;
    private final Duration backdate;
    private final Duration shortThreshold;
    private final KubernetesRelease release;

    private SigningProfile(Builder builder) {
        this.maximumDuration = builder.maximumDuration;
        this.backdate = builder.backdate;
        this.shortThreshold = builder.shortThreshold;
        this.release = builder.release;
    }

    /**
     * {@return the profile of the latest release}
     *
     * @param maximumDuration {@code --cluster-signing-duration}
     * @throws IllegalArgumentException when the duration is not positive, or longer than about 292 years
     */
    public static SigningProfile of(Duration maximumDuration) {
        return builder().maximumDuration(maximumDuration).build();
    }

    /**
     * {@return the profile of a release}
     *
     * @param maximumDuration {@code --cluster-signing-duration}
     * @param release         the release whose rules apply
     * @throws IllegalArgumentException when the duration is not positive, or longer than about 292 years
     */
    public static SigningProfile of(Duration maximumDuration, KubernetesRelease release) {
        return builder().maximumDuration(maximumDuration).release(release).build();
    }

    /** {@return a builder with the defaults of Kubernetes, of the latest release} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return {@code --cluster-signing-duration}: the longest duration, which is also the default} */
    public Duration maximumDuration() {
        return maximumDuration;
    }

    /** {@return how long before its issue a certificate begins} */
    public Duration backdate() {
        return backdate;
    }

    /** {@return the duration from which on the backdate counts towards it} */
    public Duration shortThreshold() {
        return shortThreshold;
    }

    /** {@return the release whose rules apply} */
    public KubernetesRelease release() {
        return release;
    }

    /** {@return a builder with every field of this profile} */
    public Builder toBuilder() {
        return builder()
                .maximumDuration(maximumDuration)
                .backdate(backdate)
                .shortThreshold(shortThreshold)
                .release(release);
    }

    /**
     * {@return how long a certificate is valid, or why there is none}
     *
     * @param now               when it is issued
     * @param expirationSeconds {@code spec.expirationSeconds}; without effect before 1.22
     * @param caNotAfter        when the CA expires
     */
    public Validity validity(Instant now, OptionalInt expirationSeconds, Instant caNotAfter) {
        Duration duration = duration(expirationSeconds);
        Instant notBefore = now.minus(backdate);
        boolean backdateCounts = !Feature.EXPIRATION_SECONDS.in(release) || duration.compareTo(shortThreshold) >= 0;
        Instant notAfter = now.plus(backdateCounts ? duration.minus(backdate) : duration);
        Instant capped = notAfter.isBefore(caNotAfter) ? notAfter : caNotAfter;
        return new Validity(notBefore, capped, duration, refusal(now, notBefore, caNotAfter));
    }

    private Duration duration(OptionalInt expirationSeconds) {
        if (expirationSeconds.isEmpty() || !Feature.EXPIRATION_SECONDS.in(release)) {
            return maximumDuration;
        }
        Duration requested = Duration.ofSeconds(expirationSeconds.getAsInt());
        // The order of the two limits matters when the maximum is below ten minutes.
        if (requested.compareTo(maximumDuration) > 0) {
            return maximumDuration;
        }
        return requested.compareTo(SHORTEST) < 0 ? SHORTEST : requested;
    }

    private String refusal(Instant now, Instant notBefore, Instant caNotAfter) {
        String expired = "NotAfter=" + GoTime.format(caNotAfter);
        if (!notBefore.isBefore(caNotAfter)) {
            return "the signer has expired: " + expired;
        }
        if (!now.isBefore(caNotAfter)) {
            return "refusing to sign a certificate that expired in the past"
                    + (Feature.EXPIRATION_SECONDS.in(release) ? ": " + expired : "");
        }
        return "";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningProfile that
                && maximumDuration.equals(that.maximumDuration)
                && backdate.equals(that.backdate)
                && shortThreshold.equals(that.shortThreshold)
                && release.equals(that.release);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maximumDuration, backdate, shortThreshold, release);
    }

    /** Maximum and release. */
    @Override
    public String toString() {
        return "SigningProfile[" + maximumDuration + ", " + release + "]";
    }

    /** Collects the fields of a {@link SigningProfile}. */
    public static final class Builder {
        private Duration maximumDuration = DEFAULT_DURATION;
        private Duration backdate = Duration.ofMinutes(5);
        private Duration shortThreshold = Duration.ofHours(8);
        private KubernetesRelease release = KubernetesRelease.latest();

        private Builder() {}

        /**
         * {@return this builder, with the longest duration, which is also the default}
         *
         * @param duration {@code --cluster-signing-duration}; 8760 hours without it
         * @throws IllegalArgumentException when the duration is not positive, or longer than about 292 years
         */
        public Builder maximumDuration(Duration duration) {
            if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a signing duration must be positive and at most 292 years");
            }
            this.maximumDuration = duration;
            return this;
        }

        /**
         * {@return this builder, with how long before its issue a certificate begins}
         *
         * @param backdate the duration, zero for none; five minutes without it
         * @throws IllegalArgumentException when it is negative, or longer than about 292 years
         */
        public Builder backdate(Duration backdate) {
            this.backdate = notNegative("a backdate", backdate);
            return this;
        }

        /**
         * {@return this builder, with the duration from which on the backdate counts towards it; to a shorter one it is
         * added}
         *
         * @param threshold the duration; eight hours without it
         * @throws IllegalArgumentException when it is negative, or longer than about 292 years
         */
        public Builder shortThreshold(Duration threshold) {
            this.shortThreshold = notNegative("a threshold", threshold);
            return this;
        }

        private static Duration notNegative(String what, Duration duration) {
            if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(what + " must not be negative, and must be at most 292 years");
            }
            return duration;
        }

        /**
         * {@return this builder, with the release whose rules apply}
         *
         * @param release the release; the latest without it
         */
        public Builder release(KubernetesRelease release) {
            this.release = Objects.requireNonNull(release, "release");
            return this;
        }

        /**
         * {@return the profile}
         *
         * @throws IllegalArgumentException when the backdate is longer than the short threshold: a certificate could then
         *     end before it is issued
         */
        public SigningProfile build() {
            if (backdate.compareTo(shortThreshold) > 0) {
                throw new IllegalArgumentException("the backdate must not be longer than the short threshold, which is "
                        + GoDuration.format(shortThreshold));
            }
            return new SigningProfile(this);
        }
    }
}
