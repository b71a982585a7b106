package io.github.kubetls.examples.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The distribution, unpacked, and programs that are started from it. */
record Distribution(Path home) {

    /** How a program ended, and what it wrote. */
    record Result(int exitCode, String output) {}

    /** Unpacks what the build has made into an empty directory. */
    static Distribution unpack(Path directory) throws IOException {
        try (ZipInputStream zip =
                new ZipInputStream(Files.newInputStream(Path.of(System.getProperty("distribution"))))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                write(directory.resolve(entry.getName()), entry, zip);
            }
        }
        try (Stream<Path> folders = Files.list(directory)) {
            return new Distribution(
                    folders.filter(Files::isDirectory).findFirst().orElseThrow());
        }
    }

    private static void write(Path file, ZipEntry entry, InputStream content) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
        } else {
            Files.createDirectories(file.getParent());
            Files.copy(content, file);
        }
    }

    /** Runs a program beside the unpacked folder. */
    Result run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home.getParent(), "run", ".out");
        Process process = new ProcessBuilder(command)
                .directory(home.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command[0] + " does not end");
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
