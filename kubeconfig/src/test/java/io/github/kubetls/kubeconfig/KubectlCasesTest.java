package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded runs of kubectl 1.32.4, carried out with the API over the same files. */
class KubectlCasesTest {

    @TempDir
    private Path directory;

    private Path folder;

    private void copy(String name) throws IOException {
        folder = Recorded.path("kubectl-cases/" + name);
        Path inputs = folder.resolve("inputs");
        try (Stream<Path> all = Files.walk(inputs)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                Path target = directory.resolve(inputs.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }

    /** Runs the commands of the case; the result is what they print, and the code of the last one. */
    private Kubectl.Result run() throws IOException {
        StringBuilder out = new StringBuilder();
        String kubeconfig = "";
        Kubectl.Result last = new Kubectl.Result(0, "", "");
        for (String line : Files.readAllLines(folder.resolve("command.sh"))) {
            for (String command : line.startsWith("#") ? new String[0] : line.split("; ")) {
                List<String> words =
                        new ArrayList<>(Arrays.asList(command.strip().split(" ")));
                words.remove("export");
                if (words.get(0).startsWith("KUBECONFIG=")) {
                    kubeconfig = words.remove(0).substring("KUBECONFIG=".length());
                }
                if (!words.isEmpty()) {
                    last = ConfigCommands.run(directory, kubeconfig, words.subList(1, words.size()));
                    out.append(last.stdout());
                }
            }
        }
        return new Kubectl.Result(last.code(), out.toString(), last.stderr());
    }

    private String expected(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec-02-quoting",
                "spec-03-json",
                "spec-04-merge",
                "spec-05-minify-flatten",
                "spec-07-redact",
                "spec-11-alias",
                "spec-14-exec-default"
            })
    void viewsAsKubectl(String name) throws IOException {
        copy(name);
        assertThat(run().stdout()).isEqualTo(expected("expected.stdout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec-01-from-scratch", "spec-20-multi-write"})
    void leavesTheFilesThatKubectlLeaves(String name) throws IOException {
        copy(name);
        assertThat(run().isSuccess()).isTrue();
        Path after = folder.resolve("after");
        try (Stream<Path> all = Files.walk(after)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                Path ours = directory.resolve(after.relativize(path).toString());
                assertThat(ours).hasSameTextualContentAs(path);
            }
        }
    }

    @Test
    void createsANewFileForItsOwnerOnly() throws IOException {
        copy("spec-01-from-scratch");
        run();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("k"))))
                .isEqualTo("rw-------");
    }

    /** Case 19, in which kubectl writes {@code command: login}, which is another command. */
    @Test
    void keepsACommandNextToTheKubeconfigAPath() throws IOException {
        copy("spec-19-same-dir-exec");
        run();
        String theirs = Files.readString(folder.resolve("after/k"));
        assertThat(directory.resolve("k")).hasContent(theirs.replace("command: login", "command: ./login"));
    }

    /** Case 21. */
    @Test
    void deletingTheCurrentContextLeavesItsNameBehind() throws IOException {
        copy("spec-21-delete-current");
        Kubectl.Result result = run();
        assertThat(result.stdout()).isEqualTo("boot\n");
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.stderr()).contains("cannot locate context boot");
    }

    /** Case 12. */
    @Test
    void readsWrappedBase64() throws IOException {
        copy("spec-12-base64");
        Map<String, Object> cluster = Kubeconfig.read(directory.resolve("k"))
                .cluster("a")
                .orElseThrow()
                .toMap();
        assertThat(cluster).containsEntry("certificate-authority-data", expected("expected.stdout"));
    }

    /** Case 6. */
    @Test
    void flatteningNamesTheFileThatIsMissing() throws IOException {
        copy("spec-06-flatten-bad");
        Kubectl.Result result = run();
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.stderr())
                .contains(directory.resolve("cfg/certs/none.pem").toString(), "no such file or directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec-08-duplicate-user | DUPLICATE_NAME | k, users[1], line 5, column 3: duplicate name \"bob\"; remove or "
                        + "rename one of the two",
                "spec-09-typed-scalars  | WRONG_TYPE     | k, users[0].user.as-uid, line 4, column 37: is a number where a "
                        + "string is expected; put it in quotes",
                "spec-10-bool-string    | WRONG_TYPE     | k, clusters[0].cluster.insecure-skip-tls-verify, line 4, "
                        + "column 60: is a string where a boolean is expected; remove the quotes",
                "spec-13-base64-nopad   | BAD_BASE64     | k, users[0].user.client-key-data, line 4, column 37: is not "
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
    @ValueSource(strings = {"spec-15-two-methods", "spec-16-cert-without-key", "spec-17-proxy", "spec-18-exec-v1"})
    void findsTheErrorsThatKubectlFindsBeforeItConnects(String name) throws IOException {
        copy(name);
        String theirs = expected("expected.stderr").replaceFirst("(?s)^(error: |Error in configuration: \n\\* )", "");
        Kubeconfig config = Kubeconfig.read(directory.resolve("k"));
        String ours = String.join(
                "\n* ",
                config.confirmUsable().stream()
                        .map(finding -> finding.message())
                        .toList());
        assertThat(ours + "\n").isEqualTo(theirs);
        assertThat(config.validate()).isEqualTo(config.confirmUsable());
        assertThatThrownBy(() -> ClientConfig.of(config))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith("invalid configuration: ");
    }
}
