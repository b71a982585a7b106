package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs the openssl of this machine; a test that needs it is skipped where there is none. */
public final class OpenSsl {

    private OpenSsl() {}

    /** Runs openssl, which must succeed, and returns what it printed. */
    public static String run(Path directory, String... arguments) {
        Result result = attempt(directory, arguments);
        assertThat(result.status())
                .as("openssl %s: %s", String.join(" ", arguments), result.output())
                .isZero();
        return result.output();
    }

    /** Runs openssl, whether it succeeds or not. */
    public static Result attempt(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("openssl.out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            Assumptions.abort("there is no openssl here: " + e.getMessage());
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Exit status, and what was printed. */
    public record Result(int status, String output) {}
}
