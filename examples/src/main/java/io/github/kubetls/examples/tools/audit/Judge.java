package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.Finding.Severity;
import io.github.kubetls.KubernetesRelease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By what is judged: a time and a release of Kubernetes. Later releases are asked, too: what one of them finds fault with is
 * told before it comes.
 *
 * @param now     the time
 * @param release the release
 */
record Judge(Instant now, KubernetesRelease release) {

    /** The code of what a later release finds fault with, and this one does not. */
    static final String CODE = "SUPPORT_EXPIRING";

    /** For so many releases Kubernetes goes on serving a beta version of its API that it has deprecated. */
    private static final int FARTHEST = 3;

    /** What there is to find in something that has been read, by release. */
    @FunctionalInterface
    interface Findings {
        List<Finding> by(KubernetesRelease release);
    }

    /**
     * What there is to find, now and later. Nearly always the last of the later releases has nothing to add, and then those
     * between are not asked.
     */
    List<Finding> findings(Findings findings) {
        List<Finding> present = findings.by(release);
        int last = Math.max(KubernetesRelease.latest().minor(), release.minor() + FARTHEST);
        List<Finding> found = new ArrayList<>(present);
        List<Finding> coming = without(present, findings.by(KubernetesRelease.of(last)));
        for (int minor = release.minor() + 1; !coming.isEmpty() && minor <= last; minor++) {
            KubernetesRelease later = KubernetesRelease.of(minor);
            List<Finding> first = without(present, findings.by(later));
            first.forEach(finding -> found.add(announced(finding, later)));
            present = joined(present, first);
            coming = without(first, coming);
        }
        return found;
    }

    /** Of some findings those that others do not tell already. */
    private static List<Finding> without(List<Finding> told, List<Finding> findings) {
        Map<String, Told> byCode = new HashMap<>();
        told.forEach(finding ->
                byCode.computeIfAbsent(finding.code(), code -> new Told()).add(finding));
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .filter(finding ->
                        !byCode.getOrDefault(finding.code(), Told.NOTHING).tells(finding))
                .toList();
    }

    /** Findings of one code. Most that are asked about are among them as they are, however many there are. */
    private static final class Told {
        private static final Told NOTHING = new Told();

        private final Map<String, Severity> gravest = new HashMap<>();

        void add(Finding finding) {
            gravest.merge(
                    finding.location().path(),
                    finding.severity(),
                    (one, other) -> one.compareTo(other) <= 0 ? one : other);
        }

        /** Releases differ in their words, and in whether they name a list or an entry of it. */
        boolean tells(Finding finding) {
            String path = finding.location().path();
            Severity severity = gravest.get(path);
            return severity != null && severity.compareTo(finding.severity()) <= 0
                    || gravest.entrySet().stream()
                            .anyMatch(other -> other.getValue().compareTo(finding.severity()) <= 0
                                    && (path.startsWith(other.getKey())
                                            || other.getKey().startsWith(path)));
        }
    }

    private static List<Finding> joined(List<Finding> one, List<Finding> other) {
        List<Finding> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private static Finding announced(Finding finding, KubernetesRelease first) {
        return Finding.warning(
                CODE,
                finding.location(),
                "from Kubernetes " + first + " on, " + finding.code() + ": " + finding.message(),
                finding.fix());
    }
}
