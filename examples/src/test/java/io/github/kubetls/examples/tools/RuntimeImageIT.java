package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with the library under it, in an image that the README's command makes. */
class RuntimeImageIT {

    @TempDir
    private Path directory;

    @Test
    void signsAndVerifies() throws Exception {
        Distribution distribution = Distribution.unpack(Files.createDirectory(directory.resolve("distribution")));
        Path lib = distribution.home().resolve("lib");
        Path app = directory.resolve("app");
        Path image = directory.resolve("image");
        run(
                "javac",
                "--release",
                "17",
                "-p",
                "" + lib,
                "-d",
                "" + app,
                source("module-info.java"),
                source("Main.java"));

        String path = lib + File.pathSeparator + app;
        run(command().stream()
                .map(word -> word.equals("lib:app.jar") ? path : word.equals("image") ? "" + image : word)
                .toArray(String[]::new));

        Distribution.Result result = distribution.run("" + image.resolve("bin/java"), "-m", "app/app.Main");
        assertThat(result.output().lines())
                .containsExactly(
                        "ECDSA_P256 system:node:worker-1",
                        "ECDSA_P384 system:node:worker-1",
                        "ED25519 system:node:worker-1",
                        "RSA_2048 system:node:worker-1");
        assertThat(result.exitCode()).isZero();
    }

    /** What the README says to type. */
    private static List<String> command() throws IOException {
        try (Stream<String> readme = Files.lines(Path.of("../README.md"))) {
            String line = readme.filter(text -> text.startsWith("$ jlink "))
                    .findFirst()
                    .orElseThrow();
            return List.of(line.substring(2).split(" "));
        }
    }

    private String source(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream content = RuntimeImageIT.class.getResourceAsStream("image/" + name)) {
            Files.copy(content, file);
        }
        return file.toString();
    }

    private static void run(String... command) {
        ToolProvider tool = ToolProvider.findFirst(command[0]).orElseThrow();
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int exitCode = tool.run(
                writer, writer, List.of(command).subList(1, command.length).toArray(String[]::new));
        assertThat(exitCode).as(output.toString()).isZero();
    }
}
