package io.github.kubetls.examples.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ProgramTest {

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Command(name = "tool")
    private static final class Tool implements Callable<Integer> {

        @Option(names = "--token")
        private String token = "";

        @Override
        public Integer call() throws Exception {
            return switch (token) {
                case "io" -> throw new IOException("no disk");
                case "stop" -> throw new InterruptedException();
                default -> 0;
            };
        }
    }

    private int run(String... arguments) {
        return Program.run(new Tool(), System.out, new PrintStream(errors, true), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--tokn 07401b.f395accd246ae52d", "--tokn=07401b.f395accd246ae52d", "07401b.f395accd246ae52d"})
    void doesNotRepeatAValueThatBelongsToNothing(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(Program.USAGE);
        assertThat(errors.toString()).doesNotContain("f395accd246ae52d").contains("Usage: tool");
    }

    @Test
    void namesTheOptionThatItDoesNotKnow() {
        run("--tokn=x");
        assertThat(errors.toString()).startsWith("Unknown option: '--tokn'");
    }

    @Test
    void tellsAFailureInOneLine() {
        assertThat(run("--token", "io")).isEqualTo(Program.FAILURE);
        assertThat(errors.toString().lines()).containsExactly("tool: no disk");
    }

    @Test
    void hasACodeForBeingStoppedBeforeTheEnd() {
        assertThat(run("--token", "stop")).isEqualTo(Program.TERMINATED);
    }
}
