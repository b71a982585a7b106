package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that is made from the code, and stands in the repository so that a change of it is seen. */
final class Committed {

    private static final String UPDATE = "kubetls.update";

    private Committed() {}

    /** Compares a file with what it should be, or writes it when the property {@code kubetls.update} asks for that. */
    static void assertIsTrue(Path file, String expected) throws IOException {
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(file, expected);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s is made from the code; make it again with: mvn test -pl core,rbac,kubeconfig,examples"
                                + " -Dtest='ApiListTest,ApiGrammarTest,CodesTest,ReleasesTest' -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                        file.normalize(), UPDATE)
                .isEqualTo(expected);
    }
}
