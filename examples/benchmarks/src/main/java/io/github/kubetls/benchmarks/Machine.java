package io.github.kubetls.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {

    private Machine() {}

    /** The system, the processor and how many of them. */
    static String describe() throws IOException {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", " + processor() + ", "
                + Runtime.getRuntime().availableProcessors() + " cores";
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return "processor unknown";
        }
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("processor unknown");
    }

    /** The first line in which a JDK says its runtime, such as {@code OpenJDK Runtime Environment …}. */
    static String jdk(Path java) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(java.toString(), "-version")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines()
                .filter(line -> line.contains("Runtime Environment"))
                .findFirst()
                .orElse(java.toString());
    }
}
