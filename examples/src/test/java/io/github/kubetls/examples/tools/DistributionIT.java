package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as somebody finds it who has unpacked it. */
class DistributionIT {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private static Path unpacked;

    private static Path home;

    private record Result(int exitCode, String output) {}

    @BeforeAll
    static void unpack() throws IOException {
        try (ZipInputStream zip =
                new ZipInputStream(Files.newInputStream(Path.of(System.getProperty("distribution"))))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                write(entry, zip);
            }
        }
        try (Stream<Path> folders = Files.list(unpacked)) {
            home = folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static void write(ZipEntry entry, InputStream content) throws IOException {
        Path file = unpacked.resolve(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(file);
        } else {
            Files.createDirectories(file.getParent());
            Files.copy(content, file);
        }
    }

    private static Result run(String... command) throws Exception {
        Path output = Files.createTempFile(unpacked, "run", ".out");
        Process process = new ProcessBuilder(command)
                .directory(unpacked.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private static Result tool(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(JAVA, "-jar", "" + home.resolve("lib/kube-tls-bootstrap-tools.jar")));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    @Test
    void runsTheWalkthrough() throws Exception {
        Result walkthrough = tool("walkthrough");
        assertThat(walkthrough.exitCode()).as(walkthrough.output()).isZero();
        assertThat(walkthrough.output()).contains("All of it worked.");
        assertThat(unpacked.resolve("tls-bootstrap/node/pki/kubelet-client-current.pem"))
                .exists();
    }

    @Test
    void auditsTheSamples() throws Exception {
        Result audit = tool("audit", "" + home.resolve("samples/unsound"), "--now", "2026-11-24T12:00:00Z");
        assertThat(audit.exitCode()).isEqualTo(1);
        assertThat(audit.output()).contains("READ_ONLY_PORT_INSECURE", "in 19 files");
    }

    @Test
    void listsItsPrograms() throws Exception {
        Result help = run("sh", "" + home.resolve("bin/kube-tls-bootstrap-tools"), "--help");
        assertThat(help.exitCode()).as(help.output()).isZero();
        assertThat(help.output())
                .contains(
                        "walkthrough", "audit", "node-agent", "certificate-controller", "control-plane", "fleet-join");
        Result none = tool();
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.output()).startsWith("Missing required subcommand").contains("Usage: kube-tls-bootstrap-tools");
        assertThat(tool("audit", "missing").output()).startsWith("there is no file or directory missing");
    }

    @Test
    void hasALicenseAndNothingOfTheTests() throws Exception {
        assertThat(home.resolve("LICENSE")).content().contains("Apache License");
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted(Comparator.naturalOrder()))
                    .contains("kube-tls-bootstrap-tools.jar")
                    .noneMatch(name -> name.contains("junit") || name.contains("assertj") || name.contains("-tests"));
        }
    }
}
