package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecConfigTest {

    @Test
    void namesWhatCannotBeShownInAnInstallHint() {
        ExecConfig exec = ExecConfig.builder("c")
                .installHint("get\tit\n\u001b[31m\u200b \u00e9\u202e\b\u000b\f\r\u000e")
                .build();
        assertThat(exec.printableInstallHint())
                .contains("get\tit\nU+001B[31mU+200B \u00e9U+202EU+0008\u000b\f\rU+000E");
    }

    /** Go's {@code exec} takes the last of several, too. */
    @Test
    void ofSeveralVariablesOfOneNameTheLastCounts() {
        ExecConfig exec = ExecConfig.fromMap(Map.of(
                "command",
                "c",
                "args",
                List.of("x", "y"),
                "env",
                List.of(Map.of("name", "A", "value", "1"), Map.of("name", "A", "value", "2"))));
        assertThat(exec.env()).isEqualTo(Map.of("A", "2"));
        assertThat(exec.args()).containsExactly("x", "y");
        ExecConfig none = ExecConfig.fromMap(Map.of("command", "c", "provideClusterInfo", true));
        assertThat(none.env()).isEmpty();
        assertThat(none.args()).isEmpty();
        assertThat(none.provideClusterInfo()).isTrue();
        assertThat(exec.provideClusterInfo()).isFalse();
    }

    @Test
    void setsAVariableOfTheEnvironmentWhereItStands() {
        ExecConfig exec = ExecConfig.builder("c")
                .env("A", "1")
                .env("B", "2")
                .env("A", "3")
                .noEnv("B")
                .env("C", "4")
                .build();
        assertThat(exec.toMap().get("env"))
                .isEqualTo(List.of(Map.of("name", "A", "value", "3"), Map.of("name", "C", "value", "4")));
    }
}
