package io.github.kubetls;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The release of Kubernetes whose behaviour the library is to follow, such as 1.27.
 *
 * <p>Without one, the library behaves like {@link #latest()}; an older release is asked for by its minor version.
 *
 * <pre>{@code
 * KubernetesRelease.of(26);              // 1.26
 * KubernetesRelease.parse("v1.27.3");    // as in /version
 * }</pre>
 *
 * @param minor the minor version, which follows {@code 1.}
 * @see <a href="https://kubernetes.io/releases/">Releases</a>
 */
public record KubernetesRelease(int minor) {

    private static final int LATEST = 37;
    private static final Pattern TEXT = Pattern.compile("v?1\\.([0-9]{1,4})\\+?(?:[.+-].*)?");

    /**
     * Checks the minor version.
     *
     * @param minor the minor version
     * @throws IllegalArgumentException when it is negative
     */
    public KubernetesRelease {
        if (minor < 0) {
            throw new IllegalArgumentException("a minor version must not be negative");
        }
    }

    /**
     * {@return a release by its minor version}
     *
     * @param minor the minor version: 27 for 1.27
     * @throws IllegalArgumentException when it is negative
     */
    public static KubernetesRelease of(int minor) {
        return new KubernetesRelease(minor);
    }

    /** {@return the newest release whose behaviour this library knows, 1.37} */
    public static KubernetesRelease latest() {
        return of(LATEST);
    }

    /**
     * {@return the release in a version as the API server's {@code /version} and {@code kubeadm} write it; what follows
     * the minor version does not matter}
     *
     * @param text a version of major version 1, such as {@code 1.20} or {@code v1.27.3+k3s1}
     * @throws InvalidFormatException with code {@code VERSION_INVALID} when the text is not a version
     */
    public static KubernetesRelease parse(String text) {
        Matcher version = TEXT.matcher(text);
        if (!version.matches()) {
            throw new InvalidFormatException(
                    "VERSION_INVALID", Location.none(), "is not a version of Kubernetes, such as v1.27.3");
        }
        return of(Integer.parseInt(version.group(1)));
    }

    /** The version, such as {@code 1.27}. */
    @Override
    public String toString() {
        return "1." + minor;
    }
}
