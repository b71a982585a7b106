package io.github.kubetls.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people take for a file with one flag a line. */
class FlagFilesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--kubeconfig=/k --config=/c",
                "--kubeconfig /k --config /c",
                "--kubeconfig=/k\t--config=/c",
                "--kubeconfig=/k -v=2",
                "--kubeconfig=/k -v 2",
                "--rotate-certificates --config=/c",
                "--node-ip 1 --config=/c",
                "--kubeconfig=/k --config=/c \\"
            })
    void refusesSeveralFlagsOnALine(String line) {
        assertThatThrownBy(() -> KubeletFlags.parse("--v=2\n" + line))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("ARGUMENT_UNEXPECTED"))
                .hasMessage("line 2: has several flags: write each on a line of its own");
    }

    @Test
    void aBlankAloneMakesNoSecondFlag() {
        assertThat(KubeletFlags.parse("--kubeconfig=/a -b - c--d/-v").kubeconfig())
                .contains("/a -b - c--d/-v");
    }

    /** The component takes such an argument for one flag, so it is read as it is meant by nobody, and told of. */
    @ParameterizedTest
    @ValueSource(strings = {"--kubeconfig=/k --config=/c", "--node-ip=1 --config=/c", "-x=1 --config=/c"})
    void aFlagWithinAnArgumentIsAFindingAndSurvives(String argument) {
        KubeletFlags flags = KubeletFlags.parse(List.of(argument));
        assertThat(flags.arguments()).containsExactly(argument);
        assertThat(flags.config()).isEmpty();
        assertThat(flags.findings()).extracting(Finding::code).contains("FLAG_VALUE_SUSPECT");
        assertThat(KubeletFlags.parse(flags.toText())).isEqualTo(flags);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--kubeconfig=--a --config=/c", "--node-ip=#1 --config=/c"})
    void aValueThatNoFileCanHoldIsRefused(String argument) {
        assertThatThrownBy(() -> KubeletFlags.parse(List.of(argument)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage(
                        argument.replaceAll("=.*", "") + ": a value of several flags cannot be written as one line");
        assertThatThrownBy(() -> KubeletFlags.builder().kubeconfig("--a --b").build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheEnvironmentFileOfKubeadm() {
        KubeletFlags flags = KubeletFlags.parse(
                "KUBELET_KUBEADM_ARGS=\"--container-runtime-endpoint=unix:///run/x.sock --hostname-override=bd01\"\n");
        assertThat(flags.hostnameOverride()).contains("bd01");
        assertThat(flags.otherFlags()).containsExactly("--container-runtime-endpoint=unix:///run/x.sock");
    }

    @Test
    void readsEnvironmentFilesAsSystemdDoes() {
        KubeletFlags flags = KubeletFlags.parse("""
                # from the package
                KUBELET_EXTRA_ARGS=--eviction-hard=memory.available<5%  --kubeconfig /k
                export KUBELET_CERTIFICATE_ARGS='--rotate-certificates=true --cert-dir=/d'
                KUBELET_KUBEADM_ARGS="--config=\\"/a b\\" --node-labels=x=$y"
                EMPTY=
                QUOTED=""
                """);
        assertThat(flags.arguments())
                .containsExactly(
                        "--kubeconfig=/k",
                        "--cert-dir=/d",
                        "--rotate-certificates=true",
                        "--config=/a b",
                        "--eviction-hard=memory.available<5%",
                        "--node-labels=x=$y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            KUBELET_HOSTNAME=worker-1             | KUBELET_HOSTNAME, line 1: is a variable whose value is not made of flags
            A="--v=2                              | A, word 1, line 1: has a quote that is never closed
            A="--port=x"                          | line 1: invalid argument for "--port" flag: expected an integer of 32 bits
            """)
    void refusesEnvironmentFilesThatHoldNoFlags(String text, String message) {
        assertThatThrownBy(() -> KubeletFlags.parse(text))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAnEnvironmentFileThatGoesOnAsSomethingElse() {
        assertThatThrownBy(() -> KubeletFlags.parse("A=--v=2\n--config=/c"))
                .hasMessage("line 2: sets no variable, unlike the first line of this environment file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            apiVersion: kubelet.config.k8s.io/v1beta1         | is YAML
            ---                                               | is YAML
            - --kubeconfig=/k                                 | is YAML
            command:                                          | is YAML
            "kind": "Pod"                                     | is YAML
            {"kind": "KubeletConfiguration"}                  | is JSON
            {                                                 | is JSON
            ["--kubeconfig=/k"]                               | is JSON
            [Unit]                                            | is a unit of systemd
            [Service]                                         | is a unit of systemd
            ExecStart=/usr/bin/kubelet --kubeconfig=/k        | is a unit of systemd
            #!/bin/sh                                         | is a script
            -----BEGIN CERTIFICATE-----                       | is PEM text
            /usr/bin/kubelet --kubeconfig=/k                  | begins with a program
            kube-apiserver \\                                | begins with a program
            """)
    void refusesOtherFilesForWhatTheyAre(String line, String what) {
        assertThatThrownBy(() -> KubeletFlags.parse(line + "\n--kubeconfig=/k"))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("ARGUMENT_UNEXPECTED");
                    assertThat(e.location().line()).isEqualTo(1);
                    assertThat(e.rule()).startsWith(what).endsWith("such as --name=value");
                });
    }

    @Test
    void findsOtherFilesBehindCommentsToo() {
        assertThatThrownBy(() -> KubeletFlags.parse("\n# of the node\napiVersion: v1"))
                .hasMessageStartingWith("line 3: is YAML");
        assertThat(KubeletFlags.parse("\n#!/bin/sh is a comment here\n--kubeconfig=/k")
                        .kubeconfig())
                .contains("/k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cert-dir=/var/lib/kubelet",
                "--cert-dir /var/lib/kubelet",
                "KUBELET_EXTRA_ARGS=--root-dir=/var/lib/kubelet"
            })
    void aDirectoryNamedLikeAProgramIsNone(String line) {
        assertThat(KubeletFlags.parse(line).toText()).contains("/var/lib/kubelet");
    }

    @ParameterizedTest
    @CsvSource({
        "--kubeconfig\u00A0/k, U+00A0 (no-break space)",
        "--kube\u200Bconfig=/k, U+200B (zero width space)",
        "\uFEFF--kubeconfig=/k, U+FEFF (zero width no-break space)",
        "\u2013\u2013kubeconfig=/k, U+2013 (en dash)",
        "\u2014kubeconfig=/k, U+2014 (em dash)",
        "-\u00ADv, U+00AD (soft hyphen)"
    })
    void namesCharactersThatNobodySees(String line, String character) {
        for (InvalidFormatException refused : List.of(
                catchThrowableOfType(InvalidFormatException.class, () -> KubeletFlags.parse(line)),
                catchThrowableOfType(InvalidFormatException.class, () -> KubeletFlags.parse(List.of(line))))) {
            assertThat(refused.rule()).contains(character);
        }
    }

    @Test
    void aCharacterThatNobodySeesInAValueIsAFinding() {
        assertThat(KubeletFlags.parse("--kubeconfig=/k\u200B").findings())
                .filteredOn(finding -> finding.code().equals("FLAG_VALUE_SUSPECT"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("U+200B (zero width space)"));
    }
}
