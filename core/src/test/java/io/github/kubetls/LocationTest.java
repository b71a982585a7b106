package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kubetls.manifest.FieldError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''         | ''              | 0 | 0 | ''",
                "bootstrap  | ''              | 0 | 0 | bootstrap",
                "''         | users[2].user   | 0 | 0 | users[2].user",
                "''         | ''              | 3 | 0 | line 3",
                "''         | ''              | 3 | 4 | line 3, column 4",
                "token.csv  | record 3        | 4 | 17 | token.csv, record 3, line 4, column 17",
                "a.conf     | users[2].user   | 7 | 5 | a.conf, users[2].user, line 7, column 5",
            })
    void readsAsMessagesBegin(String source, String path, int line, int column, String text) {
        assertThat(new Location(source, path, line, column)).hasToString(text);
    }

    @Test
    void refusesPlacesThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Location("", "", -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Location("", "", 1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Location("", "", 0, 1));
    }

    @Test
    void aPlaceInAFileKeepsFieldAndLine() {
        Location field = Location.of("spec.usages[0]").at(7, 5);
        assertThat(field.within(Location.ofSource("csr.yaml")))
                .isEqualTo(new Location("csr.yaml", "spec.usages[0]", 7, 5));
        assertThat(field.within(Location.none())).isEqualTo(field);
    }

    @Test
    void aPlaceBelowAFieldIsWhereThatFieldIs() {
        Location item = new Location("list.yaml", "items[2]", 40, 3);
        assertThat(Location.of("spec.signerName").within(item))
                .isEqualTo(new Location("list.yaml", "items[2].spec.signerName", 40, 3));
        assertThat(Location.of("[1]").within(Location.of("discovery.caCertHashes")))
                .hasToString("discovery.caCertHashes[1]");
        assertThat(Location.none().within(item)).isEqualTo(item);
    }

    @Test
    void aLineOfATextInsideATextIsPartOfThePath() {
        Location data = new Location("cm.yaml", "data.kubeconfig", 9, 3);
        assertThat(Location.of("users[0].user").at(3, 4).within(data))
                .isEqualTo(new Location("cm.yaml", "data.kubeconfig, users[0].user, line 3, column 4", 9, 3));
        assertThat(Location.of("PEM block 2").within(Location.of("user.client-key-data")))
                .hasToString("user.client-key-data, PEM block 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "document 2             | items[1] | document 2, items[1]",
                "'document 2, items[1]' | roleRef  | 'document 2, items[1].roleRef'",
                "'Role \"ns/a, b\"'   | rules[0] | 'Role \"ns/a, b\", rules[0]'",
                "'users[a, b]'          | token    | 'users[a, b].token'",
            })
    void aFieldIsAMemberOfAFieldAndStandsBehindAName(String outer, String inner, String path) {
        assertThat(Location.of(inner).within(Location.of(outer)).path()).isEqualTo(path);
    }

    @Test
    void whatCarriesALocationMovesWithIt() {
        Location file = Location.ofSource("a.yaml");
        Finding finding = Finding.warning("FIELD_UNKNOWN", Location.of("x"), "is unknown", "remove it");
        assertThat(finding.at(2, 3).within(file))
                .isEqualTo(
                        Finding.warning("FIELD_UNKNOWN", new Location("a.yaml", "x", 2, 3), "is unknown", "remove it"));

        FieldError error = FieldError.required("spec.signerName", "");
        assertThat(error.at(2, 3).within(file).location()).hasToString("a.yaml, spec.signerName, line 2, column 3");
        assertThat(error.at(2, 3).within(file)).hasToString("spec.signerName: Required value");

        InvalidFormatException exception =
                new InvalidFormatException("DOCUMENT_INVALID", Location.of("x"), "is no number");
        exception.initCause(new IllegalStateException("why"));
        assertThat(exception.at(2, 3).within(file))
                .hasMessage("a.yaml, x, line 2, column 3: is no number")
                .hasCause(exception.getCause())
                .returns("DOCUMENT_INVALID", InvalidFormatException::code);
    }

    /** Exceptions are sent between processes, with their place. */
    @Test
    void anExceptionKeepsItsPlaceWhenItIsSerialized() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new InvalidFormatException(
                    "DOCUMENT_INVALID", Location.of("x").at(2, 3), "is no number"));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((InvalidFormatException) in.readObject()).location())
                    .isEqualTo(Location.of("x").at(2, 3));
        }
    }
}
