package io.github.kubetls.examples.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldLinesTest {

    private static final String KUBECONFIG = """
            users:
            - name: a, b
              user:
                token: x
            - name: jane].token
              user:
                client-certificate-data: QQ==
            - name: '0'
              user:
                password: y
            """;

    private static final String SECRET = """
            metadata:
              name: x
            stringData:
              token-id: abcdef
              tls.crt: x
            rules:
            - verbs: [get]
            - verbs:
              - list
            """;

    private static int line(String location, String text) {
        int lines = (int) text.lines().count();
        return FieldLines.find(location, lines, SourceTree.parse(text)).orElse(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users[a, b].token | 4 | a name with a comma",
                "users[a, b].password | 3 | a field that is not there",
                "users[a, b] | 2 | the entry",
                "users[jane].token].client-certificate | 7 | a name that looks like a path, and data instead of a file",
                "users[0].password | 10 | a name that looks like an index",
                "users[1].user.client-certificate-data | 7 | an index",
                "users[nobody].token | 1 | an entry that is not there",
                "users[99].token | 1 | an index that is not there",
            })
    void findsEntriesOfKubeconfigsByName(String location, int line, String reason) {
        assertThat(line(location, KUBECONFIG)).as(reason).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name | 2 | a field",
                "metadata.namespace | 1 | a field that is not there",
                "data.token-id | 4 | data that is written as text",
                "stringData.tls.crt | 5 | a key with a dot",
                "Secret kube-system/x, data.token-id | 4 | behind the object's name",
                "'Role \"a, b\", rules[1].verbs[0]' | 9 | behind a name with a comma",
                "rules[0] | 7 | an item",
                "spec.request | 0 | nothing of it is there",
                "'' | 0 | the whole",
                "'spec, line 3, column 5' | 3 | a line that is named",
                "'spec, line 300, column 5' | 0 | a line that is not there",
                "'file line 2 of x' | 0 | no line",
            })
    void findsFieldsByPath(String location, int line, String reason) {
        assertThat(line(location, SECRET)).as(reason).isEqualTo(line);
    }

    @Test
    void findsFieldsOfJson() {
        String text = "{\n \"spec\": {\n  \"usages\": [\"a\",\n   \"b\"]\n }\n}\n";
        assertThat(line("spec.usages[1]", text)).isEqualTo(4);
        assertThat(line("spec.usages", text)).isEqualTo(3);
    }

    @Test
    void namesNoLineOfATextThatIsNotWellFormed() {
        assertThat(SourceTree.parse("a: [")).isEmpty();
        assertThat(FieldLines.find("a", 1, Optional.empty())).isEmpty();
    }
}
