package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.examples.hostile.Marks;
import io.github.kubetls.examples.tasks.TlsBootstrapWalkthrough;
import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.fixtures.Modes;
import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the programs print, log and name their threads tells no secret, and nobody else may read the files that hold one. */
@Tag("slow")
class ToolSecretsTest {

    private static final String TOKEN = "m4rk3d.s3cr3t0f4t0k3n12";
    private static final String OTHER = "m4rk3d.0th3rs3cr3t45678";
    private static final String STATIC = "marked-static-token-31ada4fd";

    private static final Pattern ANY_TOKEN = Pattern.compile("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b");

    private static final Pattern ANY_KEY = Pattern.compile("PRIVATE KEY-----\\s*[A-Za-z0-9+/]");

    @TempDir
    private Path folder;

    private final List<String> printed = new ArrayList<>();

    private Path cluster() {
        return folder.resolve("cluster");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private ExampleProcess controlPlane(String umask, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("--listen", "127.0.0.1:0", "--ca", "ecdsa", "--token", TOKEN, "--dir", "" + cluster()));
        arguments.addAll(List.of("--audit-log", file("cluster/audit.log")));
        arguments.addAll(List.of(options));
        return ExampleProcess.startWithUmask(umask, LoopbackControlPlane.class, arguments.toArray(String[]::new))
                .awaitOutput("ready");
    }

    private static String address(ExampleProcess controlPlane) {
        return controlPlane.output().lines().findFirst().orElseThrow().replaceFirst(".*//", "");
    }

    private String[] agent(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--kubeconfig", file(name + "/kubelet.conf")));
        arguments.addAll(List.of("--cert-dir", file(name + "/pki"), "--node", name));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    /** Runs a program to its end, and keeps what it prints. */
    private int run(Class<?> program, String... arguments) {
        try (ExampleProcess process = ExampleProcess.start(program, arguments)) {
            int code = process.await();
            printed.add(process.output() + process.errors());
            return code;
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void tellNoSecret() throws IOException {
        Path tokens = write("token.csv", STATIC + ",kubelet-bootstrap,10001,system:bootstrappers\n");
        String key = Pem.write(Keys.of(KeyAlgorithm.ECDSA_P256).getPrivate());
        try (ExampleProcess controlPlane = controlPlane("022", "--token-auth-file", "" + tokens)) {
            String admin = file("cluster/admin.conf");
            String bootstrap = Files.readString(cluster().resolve("bootstrap-kubelet.conf"));
            assertThat(run(
                            NodeAgent.class,
                            agent(
                                    "good",
                                    address(controlPlane),
                                    "--token",
                                    TOKEN,
                                    "--discovery-token-unsafe-skip-ca-verification")))
                    .as("%s", printed)
                    .isZero();
            assertThat(run(
                            NodeAgent.class,
                            agent(
                                    "bad",
                                    address(controlPlane),
                                    "--token",
                                    OTHER,
                                    "--discovery-timeout",
                                    "1s",
                                    "--discovery-token-unsafe-skip-ca-verification")))
                    .isOne();
            assertThat(run(NodeAgent.class, agent("swapped", TOKEN, "--token", address(controlPlane))))
                    .isEqualTo(2);
            assertThat(run(NodeAgent.class, agent("long", address(controlPlane), "--token", TOKEN + "x")))
                    .isEqualTo(2);
            assertThat(run(NodeAgent.class, agent("file", "--discovery-file", TOKEN)))
                    .isEqualTo(2);
            for (String broken : List.of(
                    bootstrap.replace("token: ", "token: ["),
                    bootstrap.replace("token: ", "tokenFile: "),
                    bootstrap.replace("token: " + TOKEN, "client-key: |\n" + key.indent(6)))) {
                Path config = write("broken.conf", broken);
                assertThat(run(NodeAgent.class, agent("broken", "--bootstrap-kubeconfig", "" + config)))
                        .as("%s", printed)
                        .isOne();
            }
            Path brokenKey = write("broken.key", key.replace("\n-----END", "!\n-----END"));
            assertThat(run(
                            CertificateController.class,
                            "--kubeconfig",
                            admin,
                            "--ca-cert",
                            file("cluster/pki/ca.crt"),
                            "--ca-key",
                            "" + brokenKey))
                    .isOne();
            Path brokenConfig = write("broken.conf", bootstrap.replace("token: ", "token: ["));
            assertThat(run(CertificateController.class, "--kubeconfig", "" + brokenConfig, "--approve-only"))
                    .isOne();
            try (ExampleProcess controller = ExampleProcess.start(
                    CertificateController.class,
                    "--kubeconfig",
                    admin,
                    "--ca-cert",
                    file("cluster/pki/ca.crt"),
                    "--ca-key",
                    file("cluster/pki/ca.key"),
                    "--clean")) {
                controller.printThreads().terminate();
                printed.add(controller.output() + controller.errors());
            }
            controlPlane.printThreads();
            printed.add(controlPlane.output() + controlPlane.errors());
        }
        for (String unusable : List.of(OTHER + "x", OTHER.toUpperCase(Locale.ROOT))) {
            assertThat(run(
                            LoopbackControlPlane.class,
                            "--listen",
                            "127.0.0.1:0",
                            "--dir",
                            file("none"),
                            "--token",
                            unusable))
                    .isEqualTo(2);
        }
        Path brokenTokens = write("broken.csv", STATIC + "\n");
        assertThat(run(
                        LoopbackControlPlane.class,
                        "--listen",
                        "127.0.0.1:0",
                        "--dir",
                        file("none"),
                        "--token-auth-file",
                        "" + brokenTokens))
                .isOne();
        for (String format : List.of("text", "json", "sarif", "junit")) {
            run(Audit.class, "" + folder, "--format", format, "--verbose");
        }
        assertThat(run(
                        TlsBootstrapWalkthrough.class,
                        "--out",
                        file("story"),
                        "--report",
                        file("story.html"),
                        "--token",
                        TOKEN))
                .isZero();
        assertThat(run(FleetJoin.class, "--nodes", "2", "--threads", "1", "--report", file("fleet.html")))
                .isZero();
        for (String written : List.of("cluster/audit.log", "story.html", "fleet.html")) {
            printed.add(Files.readString(folder.resolve(written)));
        }
        assertThat(printed)
                .hasSizeGreaterThan(19)
                .allSatisfy(text -> assertThat(text).isNotEmpty());

        Marks marks = new Marks()
                .addAllIn(TOKEN)
                .addAllIn(OTHER)
                .addAllIn(OTHER)
                .add(STATIC)
                .addKeysIn(key);
        for (Path secret : Modes.filesWith(folder, "PRIVATE KEY")) {
            marks.addKeysIn(Files.readString(secret));
        }
        for (Path secret : Modes.filesWith(folder, "client-key-data")) {
            marks.addAllIn(Files.readString(secret));
        }
        for (String text : printed) {
            assertThat(marks.toldIn(text)).as(text).isEmpty();
            // The fleet makes its secrets itself, so that none of them is known here.
            assertThat(text).doesNotContainPattern(ANY_TOKEN).doesNotContainPattern(ANY_KEY);
        }
    }

    static List<String> umasks() {
        return ChildJvm.UMASKS;
    }

    @ParameterizedTest
    @MethodSource("umasks")
    void leaveSecretsToTheirOwner(String umask) throws IOException {
        Posix.assume();
        Modes.Watch watch = Modes.Watch.over(List.of(cluster(), folder.resolve("node")));
        try (ExampleProcess controlPlane = controlPlane(umask)) {
            String[] arguments = agent(
                    "node", address(controlPlane), "--token", TOKEN, "--discovery-token-unsafe-skip-ca-verification");
            try (ExampleProcess agent = ExampleProcess.startWithUmask(umask, NodeAgent.class, arguments)) {
                assertThat(agent.await()).as(agent.errors()).isZero();
            }
        }
        assertThat(watch.exposed()).isEmpty();
        try (ExampleProcess story =
                ExampleProcess.startWithUmask(umask, TlsBootstrapWalkthrough.class, "--out", file("story"))) {
            assertThat(story.await()).as(story.errors()).isZero();
        }
        // What is in them is nobody else's either, whatever its own mode: a kubelet's folders are 0755.
        for (String name : List.of("cluster", "story")) {
            assertThat(Posix.mode(folder.resolve(name))).as(name).isEqualTo("rwx------");
        }
        try (Stream<Path> made = Files.walk(folder)) {
            for (Path file : made.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                if (isSecret(file)) {
                    assertThat(Posix.mode(file)).as("%s", file).isEqualTo("rw-------");
                }
            }
        }
    }

    private static boolean isSecret(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return text.contains("PRIVATE KEY-----") || text.contains("client-key-data") || text.contains(TOKEN);
    }

    /**
     * What leads elsewhere, where one of the programs is about to write, is replaced, or the program ends. Links in place of
     * kubeconfigs are followed, as kubectl follows them.
     */
    @Test
    void followNoPlantedLink() throws IOException {
        Path target = write("target", "");
        Files.createDirectories(cluster().resolve("pki"));
        for (String name : List.of("join-command.txt", "state.jsonl", "pki/apiserver.key")) {
            Posix.link(cluster().resolve(name), target);
        }
        Posix.link(cluster().resolve("pki/ca.key"), folder.resolve("absent"));
        Posix.link(cluster().resolve("lock"), folder.resolve("absent-lock"));
        try (ExampleProcess refused = ExampleProcess.start(
                LoopbackControlPlane.class, "--listen", "127.0.0.1:0", "--ca", "ecdsa", "--dir", "" + cluster())) {
            assertThat(refused.await()).as(refused.output()).isOne();
            assertThat(refused.errors()).contains("lock");
        }
        Files.delete(cluster().resolve("lock"));
        controlPlane("022").close();
        assertThat(target).isEmptyFile();
        assertThat(folder.resolve("absent")).doesNotExist();
        assertThat(folder.resolve("absent-lock")).doesNotExist();
        try (Stream<Path> made = Files.walk(cluster())) {
            assertThat(made).noneMatch(Files::isSymbolicLink);
        }
    }
}
