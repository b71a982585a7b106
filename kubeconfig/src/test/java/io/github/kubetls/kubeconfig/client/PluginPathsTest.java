package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginPathsTest {

    /** The table of Go's own test of {@code path/filepath.Clean}. */
    @ParameterizedTest
    @CsvSource({
        "abc, abc",
        "abc/def, abc/def",
        "a/b/c, a/b/c",
        "., .",
        ".., ..",
        "../.., ../..",
        "../../abc, ../../abc",
        "/abc, /abc",
        "/, /",
        "'', .",
        "abc/, abc",
        "abc/def/, abc/def",
        "a/b/c/, a/b/c",
        "./, .",
        "../, ..",
        "../../, ../..",
        "/abc/, /abc",
        "abc//def//ghi, abc/def/ghi",
        "abc//, abc",
        "abc/./def, abc/def",
        "/./abc/def, /abc/def",
        "abc/., abc",
        "abc/def/ghi/../jkl, abc/def/jkl",
        "abc/def/../ghi/../jkl, abc/jkl",
        "abc/def/.., abc",
        "abc/def/../.., .",
        "/abc/def/../.., /",
        "abc/def/../../.., ..",
        "/abc/def/../../.., /",
        "abc/def/../../../ghi/jkl/../../../mno, ../../mno",
        "/../abc, /abc",
        "a/../b:/../../c, ../c",
        "abc/./../def, def",
        "abc//./../def, def",
        "abc/../../././../def, ../../def",
        "//abc, /abc",
        "///abc, /abc",
        "//abc//, /abc",
    })
    void cleansAsGo(String path, String clean) {
        assertThat(PluginPaths.clean(path)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({"login, login", "/bin/login, login", "../x, x", "/, /", "., ."})
    void namesTheLastElement(String path, String base) {
        assertThat(PluginPaths.base(path)).isEqualTo(base);
    }

    /** As Go's exec.LookPath, which looks up in the PATH what has no slash. */
    @ParameterizedTest
    @CsvSource({"login, true", "/login, false", "./login, false", "bin/login, false"})
    void onlyANameIsLookedUp(String command, boolean looked) {
        assertThat(PluginPaths.isName(command)).isEqualTo(looked);
    }
}
