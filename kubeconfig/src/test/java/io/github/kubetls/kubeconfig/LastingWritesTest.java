package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what was written is there after a power failure: the order in which the system is asked for it. */
class LastingWritesTest {

    private static final Pattern MADE = Pattern.compile("mkdir\\(\"([^\"]*)\".*= 0");
    private static final Pattern NAMED = Pattern.compile("(?:rename|link)\\w*\\(.*?\"([^\"]*)\".*?\"([^\"]*)\".*= 0");

    /** Writes everything once. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            for (WriterKind writer : WriterKind.values()) {
                writer.write(Path.of(arguments[0]), 0);
            }
        }
    }

    @TempDir
    private Path temp;

    @Test
    void aFileIsOnTheDiskBeforeItHasItsNameAndTheNameBeforeTheWriterReturns() throws IOException {
        List<String> calls = calls();
        int named = 0;
        for (int i = 0; i < calls.size(); i++) {
            Matcher made = MADE.matcher(calls.get(i));
            if (made.find()) {
                assertForced(
                        calls.subList(i, calls.size()), Path.of(made.group(1)).getParent());
            }
            Matcher name = NAMED.matcher(calls.get(i));
            if (name.find()) {
                named++;
                assertForced(
                        calls.subList(i, calls.size()), Path.of(name.group(2)).getParent());
                boolean isLink = name.group(1).endsWith("-updated.pem");
                if (!isLink) {
                    assertForced(calls.subList(0, i), Path.of(name.group(1)));
                }
            }
        }
        assertThat(named).isGreaterThan(WriterKind.values().length);
    }

    private static void assertForced(List<String> calls, Path file) {
        assertThat(calls).anyMatch(call -> call.contains("fsync(") && call.contains("<" + file + ">"));
    }

    private List<String> calls() throws IOException {
        Tool.Result trial = Tool.attempt(temp, Map.of(), "strace", "-f", "true");
        Assumptions.assumeTrue(trial.isSuccess(), () -> "no tracing here: " + trial.printed());
        Path log = temp.resolve("calls");
        Path directory = Files.createDirectory(temp.toRealPath().resolve("written"));
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-y",
                "-e",
                "trace=/^(fsync|fdatasync|rename.*|link.*|mkdir.*)$",
                "-o",
                log.toString()));
        command.addAll(ChildJvm.command(Program.class, directory.toString()));
        Tool.run(temp, command.toArray(String[]::new));
        return Files.readAllLines(log).stream()
                .filter(call -> call.contains(directory.toString()))
                .toList();
    }
}
