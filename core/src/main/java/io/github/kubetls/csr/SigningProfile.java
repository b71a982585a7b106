package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority.Validity;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.time.GoTime;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * How long the kube-controller-manager's signers issue certificates for.
 *
 * <p>A certificate begins five minutes before it is issued. Up to 1.21 it always lasts for the signer's maximum from there.
 * From 1.22 on a request may ask for less, but not less than ten minutes; those five minutes count towards a duration of
 * eight hours or more, not towards a shorter one. It never lasts longer than the CA. With a maximum below ten minutes a
 * request for less than the maximum gets ten minutes, as in Kubernetes.
 *
 * <pre>{@code
 * SigningProfile profile = SigningProfile.of(Duration.ofDays(365));
 * CertificateAuthority.Validity validity = profile.validity(now, csr.expirationSeconds(), caNotAfter);
 * }</pre>
 *
 * @param maximumDuration {@code --cluster-signing-duration}: the longest duration, which is also the default
 * @param release         the release whose rules apply
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificates and
 *     Certificate Signing Requests</a>
 */
public record SigningProfile(Duration maximumDuration, KubernetesRelease release) {

    /** What {@code --cluster-signing-duration} is by default: one year of 365 days. */
    public static final Duration DEFAULT_DURATION = Duration.ofHours(8760);

    /** The shortest duration that a request may ask for. */
    static final Duration SHORTEST = Duration.ofMinutes(10);

    private static final Duration BACKDATE = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofHours(8);
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /**
     * Checks the duration.
     *
     * @param maximumDuration the longest duration
     * @param release         the release
     * @throws IllegalArgumentException when the duration is not positive, or longer than about 292 years
     */
    public SigningProfile {
        if (maximumDuration.isNegative() || maximumDuration.isZero() || maximumDuration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a signing duration is positive and at most 292 years");
        }
    }

    /**
     * {@return the profile of the latest release}
     *
     * @param maximumDuration {@code --cluster-signing-duration}
     * @throws IllegalArgumentException when the duration is not positive, or longer than about 292 years
     */
    public static SigningProfile of(Duration maximumDuration) {
        return new SigningProfile(maximumDuration, KubernetesRelease.latest());
    }

    /**
     * {@return this profile with the rules of another release}
     *
     * @param release the release
     */
    public SigningProfile withRelease(KubernetesRelease release) {
        return new SigningProfile(maximumDuration, release);
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
        Instant notBefore = now.minus(BACKDATE);
        boolean backdateCounts = !Feature.EXPIRATION_SECONDS.in(release) || duration.compareTo(SHORT) >= 0;
        Instant notAfter = now.plus(backdateCounts ? duration.minus(BACKDATE) : duration);
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

    /** Maximum and release. */
    @Override
    public String toString() {
        return "SigningProfile[" + maximumDuration + ", " + release + "]";
    }
}
