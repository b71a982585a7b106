package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recorded runs of kubectl 1.32.4 and 1.36.4 (docs/behaviour/worked-examples.md, 3), carried out with the API over the
 * same files.
 */
class KubectlCasesTest {

    private static final KubernetesRelease OLD = KubernetesRelease.of(32);
    private static final KubernetesRelease NEW = KubernetesRelease.of(36);

    @TempDir
    private Path directory;

    @TempDir
    private Path folder;

    private void copy(String name) {
        Recorded.copy("kubectl-cases/" + name, folder);
        Recorded.copy("kubectl-cases/" + name + "/inputs", directory);
    }

    /** What was recorded of a release: where it differs from 1.32, it stands in the folder of its name. */
    private Path recorded(String name, KubernetesRelease release) {
        Path special = folder.resolve(release.toString()).resolve(name);
        return Files.exists(special) ? special : folder.resolve(name);
    }

    private Tool.Result run() throws IOException {
        return run(OLD);
    }

    /** Runs the commands of the case; the result is what they print, and the code of the last one. */
    private Tool.Result run(KubernetesRelease release) throws IOException {
        StringBuilder out = new StringBuilder();
        String kubeconfig = "";
        Tool.Result last = new Tool.Result(0, "", "");
        for (String line : Files.readAllLines(folder.resolve("command.sh"))) {
            for (String command : line.startsWith("#") ? new String[0] : line.split("; ")) {
                List<String> words =
                        new ArrayList<>(Arrays.asList(command.strip().split(" ")));
                words.remove("export");
                if (words.get(0).startsWith("KUBECONFIG=")) {
                    kubeconfig = words.remove(0).substring("KUBECONFIG=".length());
                }
                if (!words.isEmpty()) {
                    last = ConfigCommands.run(directory, kubeconfig, words.subList(1, words.size()), release);
                    out.append(last.output());
                }
            }
        }
        return new Tool.Result(last.code(), out.toString(), last.errors());
    }

    private String expected(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @BeforeAll
    static void pathsHaveSlashes() {
        Posix.assume();
    }

    static Stream<Arguments> views() {
        return inBothForms(
                "02-quoting", "03-json", "04-merge", "05-minify-flatten", "07-redact", "11-alias", "14-exec-default");
    }

    static Stream<Arguments> writes() {
        return inBothForms("01-from-scratch", "20-multi-write");
    }

    private static Stream<Arguments> inBothForms(String... names) {
        return Stream.of(names).flatMap(name -> Stream.of(arguments(name, OLD), arguments(name, NEW)));
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewsAsKubectl(String name, KubernetesRelease release) throws IOException {
        copy(name);
        assertThat(run(release).output()).isEqualTo(Files.readString(recorded("expected.stdout", release)));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void leavesTheFilesThatKubectlLeaves(String name, KubernetesRelease release) throws IOException {
        copy(name);
        assertThat(run(release).isSuccess()).isTrue();
        Path after = folder.resolve("after");
        try (Stream<Path> all = Files.walk(after)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String recorded = folder.relativize(path).toString();
                assertThat(directory.resolve(after.relativize(path)))
                        .hasSameTextualContentAs(recorded(recorded, release));
            }
        }
    }

    @Test
    void createsANewFileForItsOwnerOnly() throws IOException {
        copy("01-from-scratch");
        run();
        assertThat(Posix.mode(directory.resolve("k"))).isEqualTo("rw-------");
    }

    static Stream<Arguments> sameFolder() {
        return inBothForms("19-same-dir-exec");
    }

    /** docs/behaviour/worked-examples.md, E15: kubectl writes {@code command: login}, which is another command. */
    @ParameterizedTest
    @MethodSource("sameFolder")
    void keepsACommandNextToTheKubeconfigAPath(String name, KubernetesRelease release) throws IOException {
        copy(name);
        run(release);
        String theirs = Files.readString(recorded("after/k", release));
        assertThat(directory.resolve("k")).hasContent(theirs.replace("command: login", "command: ./login"));
    }

    /** docs/behaviour/worked-examples.md, E17. */
    @Test
    void deletingTheCurrentContextLeavesItsNameBehind() throws IOException {
        copy("21-delete-current");
        Tool.Result result = run();
        assertThat(result.output()).isEqualTo("boot\n");
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.errors()).contains("cannot locate context boot");
    }

    /** docs/behaviour/worked-examples.md, E12. */
    @Test
    void readsWrappedBase64() throws IOException {
        copy("12-base64");
        Map<String, Object> cluster = Kubeconfig.read(directory.resolve("k"))
                .cluster("a")
                .orElseThrow()
                .toMap();
        assertThat(cluster).containsEntry("certificate-authority-data", expected("expected.stdout"));
    }

    /** docs/behaviour/worked-examples.md, E06. */
    @Test
    void flatteningNamesTheFileThatIsMissing() throws IOException {
        copy("06-flatten-bad");
        Tool.Result result = run();
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.errors())
                .contains(directory.resolve("cfg/certs/none.pem").toString(), "no such file or directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "08-duplicate-user | NAME_DUPLICATE | k, users[1], line 5, column 3: duplicate name \"bob\"; remove or "
                        + "rename one of the two",
                "09-typed-scalars  | VALUE_TYPE_MISMATCH | k, users[0].user.as-uid, line 4, column 37: is a number where a "
                        + "string is expected; put it in quotes",
                "10-bool-string    | VALUE_TYPE_MISMATCH | k, clusters[0].cluster.insecure-skip-tls-verify, line 4, "
                        + "column 60: is a string where a boolean is expected; remove the quotes",
                "13-base64-nopad   | BASE64_INVALID | k, users[0].user.client-key-data, line 4, column 37: is not "
                        + "standard base64 with padding: illegal data at byte 4",
            })
    void refusesWhatKubectlRefusesAndSaysWhere(String name, String code, String message) throws IOException {
        copy(name);
        Path file = directory.resolve("k");
        assertThatThrownBy(() -> Kubeconfig.read(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(directory + "/" + message)
                .hasMessageNotContainingAny("hunter2", "t0ken", "QUJDRA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"15-two-methods", "16-cert-without-key", "17-proxy", "18-exec-v1"})
    void findsTheErrorsThatKubectlFindsBeforeItConnects(String name) throws IOException {
        copy(name);
        String theirs = expected("expected.stderr").replaceFirst("(?s)^(error: |Error in configuration: \n\\* )", "");
        Kubeconfig config = Kubeconfig.read(directory.resolve("k"));
        String ours = String.join(
                "\n* ", config.violations("").stream().map(FieldError::message).toList());
        assertThat(ours + "\n").isEqualTo(theirs);
        assertThat(config.violations()).isEqualTo(config.violations(""));
        assertThatThrownBy(() -> ClientConfig.of(config))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith("invalid configuration: ");
    }
}
