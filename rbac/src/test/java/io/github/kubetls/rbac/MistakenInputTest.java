package io.github.kubetls.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kubetls.InvalidFormatException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people give to a parser by mistake: the message says what it is. */
class MistakenInputTest {

    private static final String SECRET = "07401b.f395accd246ae52d";

    private static final List<Function<String, Object>> OF_ONE =
            List.of(RbacObject::parse, RbacObject::violations, Role::parse, ClusterRoleBinding::parse);

    /** They pass over what is of another API group. */
    private static final List<Function<String, Object>> OF_MANY =
            List.of(RbacObject::parseAll, RbacObject::findings, RoleBinding::parseAll);

    private static void assertRefused(List<Function<String, Object>> parsers, String text, String kind) {
        assertThat(parsers)
                .allSatisfy(parser -> assertThat(
                                catchThrowableOfType(InvalidFormatException.class, () -> parser.apply(text)))
                        .hasMessageContaining(kind)
                        .hasMessageNotContaining(SECRET));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n | a PEM block CERTIFICATE",
                "YXBpVmVyc2lvbjogdjEKa2luZDogQ29uZmlnCg== | base64",
                "<!DOCTYPE html>\\n<html>" + SECRET + "</html>\\n | a page in HTML",
                SECRET + " | a bootstrap token",
                "--token=" + SECRET + " | command-line flags"
            })
    void saysWhatATextIs(String text, String kind) {
        assertRefused(OF_ONE, text.replace("\\n", "\n"), kind);
        assertRefused(OF_MANY, text.replace("\\n", "\n"), kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Secret", "Config"})
    void namesAnObjectOfAnotherKind(String kind) {
        assertRefused(OF_ONE, "apiVersion: v1\nkind: " + kind + "\n", kind + " of v1");
    }
}
