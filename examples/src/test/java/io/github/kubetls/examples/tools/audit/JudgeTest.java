package io.github.kubetls.examples.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Location AT = Location.of("a.b");

    private final List<Integer> asked = new ArrayList<>();

    private List<String> findings(int minor, Judge.Findings findings) {
        Judge judge = new Judge(Samples.NOW, KubernetesRelease.of(minor));
        Judge.Findings counted = release -> {
            asked.add(release.minor());
            return findings.by(release);
        };
        return judge.findings(counted).stream()
                .map(finding -> finding.severity() + " " + finding.code() + " " + finding.message())
                .toList();
    }

    @Test
    void asksOneLaterReleaseWhereThereIsNothingNew() {
        Finding lasting = Finding.error("TOKEN_INVALID", AT, "m", "");
        assertThat(findings(20, release -> List.of(lasting))).containsExactly("ERROR TOKEN_INVALID m");
        assertThat(asked).containsExactly(20, KubernetesRelease.latest().minor());
    }

    @Test
    void asksNoFurtherThanToTheFirstReleaseWithWhatIsNew() {
        assertThat(findings(
                        20,
                        release -> release.minor() < 23
                                ? List.of()
                                : List.of(Finding.error("FLAG_REMOVED", AT, "gone in " + release, ""))))
                .containsExactly("WARNING SUPPORT_EXPIRING from Kubernetes 1.23 on, FLAG_REMOVED: gone in 1.23");
        assertThat(asked).containsExactly(20, KubernetesRelease.latest().minor(), 21, 22, 23);
    }

    @Test
    void tellsWhatGetsWorse() {
        assertThat(findings(
                        30,
                        release -> List.of(
                                release.minor() < 33
                                        ? Finding.warning("KEY_INSECURE", AT, "weak", "")
                                        : Finding.error("KEY_INSECURE", AT, "refused", ""))))
                .containsExactly(
                        "WARNING KEY_INSECURE weak",
                        "WARNING SUPPORT_EXPIRING from Kubernetes 1.33 on, KEY_INSECURE: refused");
    }

    @Test
    void doesNotTellWhatGetsBetterOrIsOnlyWorthKnowing() {
        assertThat(findings(
                        30,
                        release -> List.of(
                                release.minor() < 33
                                        ? Finding.error("FLAG_UNKNOWN", AT, "unknown", "")
                                        : Finding.info("FILE_PENDING", AT, "known", ""))))
                .containsExactly("ERROR FLAG_UNKNOWN unknown");
    }

    @Test
    void takesAListAndItsEntryForOnePlace() {
        assertThat(findings(
                        30,
                        release -> List.of(Finding.error(
                                "VALUE_INVALID", Location.of(release.minor() < 35 ? "list[1]" : "list"), "m", ""))))
                .containsExactly("ERROR VALUE_INVALID m");
    }

    @Test
    void looksThreeReleasesAheadOfTheLatestOne() {
        int latest = KubernetesRelease.latest().minor();
        assertThat(findings(
                        latest,
                        release -> release.minor() < latest + 3
                                ? List.of()
                                : List.of(Finding.error("API_VERSION_UNSUPPORTED", AT, "m", ""))))
                .hasSize(1);
        assertThat(asked).containsExactly(latest, latest + 3, latest + 1, latest + 2, latest + 3);
    }
}
