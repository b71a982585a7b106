package io.github.kubetls.kubeconfig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The real kubectl, where it is present. */
final class Kubectl {

    /**
     * What a run gave.
     *
     * @param code   exit code
     * @param stdout standard output
     * @param stderr standard error
     */
    record Result(int code, String stdout, String stderr) {
        boolean isSuccess() {
            return code == 0;
        }
    }

    private Kubectl() {}

    static void assumePresent() {
        boolean present;
        try {
            present = run(Path.of("/"), "", List.of("version", "--client"))
                    .stdout()
                    .contains("v1.32.");
        } catch (UncheckedIOException e) {
            present = false;
        }
        Assumptions.assumeTrue(present, "kubectl 1.32 is not on the PATH");
    }

    /** Runs kubectl in a directory, with a KUBECONFIG list. */
    static Result run(Path directory, String kubeconfig, List<String> args) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(args);
        try {
            Path out = Files.createTempFile("kubectl", ".out");
            Path err = Files.createTempFile("kubectl", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig);
            builder.environment().put("HOME", directory.resolve("home").toString());
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("kubectl does not end");
            }
            Result result = new Result(process.exitValue(), text(out), text(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
