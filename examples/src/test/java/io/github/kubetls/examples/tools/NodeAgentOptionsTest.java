package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.examples.tools.cli.Program;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAgentOptionsTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String... options) {
        return Program.run(new NodeAgent(), new PrintStream(output), new PrintStream(errors), options);
    }

    private int runIn(Path directory, String... options) {
        Stream<String> files = Stream.of("--kubeconfig", directory + "/kubelet.conf", "--cert-dir", directory + "/pki");
        return run(Stream.concat(files, Stream.of(options)).toArray(String[]::new));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "--node=, a node's name is a DNS subdomain",
        "--node=x;O=system:masters, a node's name is a DNS subdomain",
        "--node=h\u00e4ns, a node's name is a DNS subdomain",
        "--node=w1 --serving --node-ip=10.0.0.1;1.2, '\"10.0.0.1;1.2\" is no IP address'",
        "--node=w1 --serving --node-ip=, '\"\" is no IP address'",
        "--node=w1 --kubernetes-release=two, is not a version of Kubernetes",
        "--rotate, Missing required option: '--node=NAME'"
    })
    void refusesOptionsThatMakeNoSense(String options, String problem) {
        assertThat(runIn(folder, options.split(" "))).isEqualTo(Program.USAGE);
        assertThat(text(errors)).contains(problem);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void takesTheNameInLowerCaseAsAKubeletDoes() {
        assertThat(runIn(folder, "--node", " Worker-1 ")).isEqualTo(Program.FAILURE);
        assertThat(text(errors))
                .isEqualTo("node-agent: invalid kubeconfig: stat " + folder.resolve("kubelet.conf")
                        + ": no such file or directory\n");
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isZero();
        assertThat(text(output)).contains("--bootstrap-kubeconfig", "--rotate", "Exit codes: 0");
    }
}
