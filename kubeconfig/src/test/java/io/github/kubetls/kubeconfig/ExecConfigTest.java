package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecConfigTest {

    @Test
    void namesWhatCannotBeShownInAnInstallHint() {
        ExecConfig exec = ExecConfig.builder("c")
                .installHint("get\tit\n\u001b[31m\u200b \u00e9\u202e")
                .build();
        assertThat(exec.printableInstallHint()).contains("get\tit\nU+001B[31mU+200B \u00e9U+202E");
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
