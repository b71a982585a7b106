package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.release.Feature;
import java.util.Optional;

/**
 * A flag that came or went with a release. A component does not start with a flag that it does not know.
 *
 * @param name    the flag, without dashes
 * @param feature what it came or went with
 * @param removed whether it went
 * @param instead what to do without it
 */
record FlagChange(String name, Feature feature, boolean removed, String instead) {

    /** A flag that came: it is to be removed where it is not known yet. */
    static FlagChange added(String name, Feature feature) {
        return new FlagChange(name, feature, false, "remove it, or wait for that release");
    }

    static FlagChange removed(String name, Feature feature, String instead) {
        return new FlagChange(name, feature, true, instead);
    }

    /** What is wrong with the flag in a release, if anything is. */
    Optional<Finding> finding(KubernetesRelease release) {
        if (feature.in(release) != removed) {
            return Optional.empty();
        }
        String refusal = "the component of " + release + " does not start: unknown flag: --" + name + "; ";
        Location location = Location.of("--" + name);
        return Optional.of(
                removed
                        ? Finding.error(
                                "FLAG_REMOVED",
                                location,
                                refusal + "the last release that knows it is " + feature.lastWithout(),
                                instead)
                        : Finding.error(
                                "FLAG_UNKNOWN",
                                location,
                                refusal + "the releases after " + feature.lastWithout() + " know it",
                                instead));
    }
}
