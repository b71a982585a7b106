package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code SECURITY.md} names tests that are there, and what it says of comparisons is true. */
class SecurityPageTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+Test\\.\\w+)`");
    private static final Pattern METHOD = Pattern.compile("^    void (\\w+)\\(", Pattern.MULTILINE);

    @Test
    void everyAttackHasATestThatIsThere() throws IOException {
        Set<String> tests = tests();
        String page = Files.readString(Path.of("../SECURITY.md"));
        List<String> rows = page.substring(page.indexOf("| attack |"))
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            List<String> named = new ArrayList<>();
            TEST.matcher(row.substring(row.lastIndexOf("|", row.length() - 2)))
                    .results()
                    .forEach(test -> named.add(test.group(1)));
            assertThat(named).as(row).isNotEmpty().isSubsetOf(tests);
        });
    }

    /** All tests of all modules, as {@code Class.method}. */
    private static Set<String> tests() throws IOException {
        Set<String> tests = new HashSet<>();
        for (String module : List.of("core", "rbac", "kubeconfig", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String name = file.getFileName().toString();
                    if (name.endsWith("Test.java")) {
                        METHOD.matcher(Files.readString(file))
                                .results()
                                .forEach(method -> tests.add(name.replace(".java", ".") + method.group(1)));
                    }
                }
            }
        }
        return tests;
    }

    /** No test measures time; this one sees that nobody replaces the method that does not depend on the content. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "core/src/main/java/io/github/kubetls/access/BearerToken",
                "core/src/main/java/io/github/kubetls/kubeadm/CertificateKey",
                "core/src/main/java/io/github/kubetls/token/BootstrapToken",
                "core/src/main/java/io/github/kubetls/token/BootstrapTokenAuthenticator",
                "core/src/main/java/io/github/kubetls/token/StaticToken",
                "core/src/main/java/io/github/kubetls/token/TokenIndex",
                "kubeconfig/src/main/java/io/github/kubetls/discovery/DetachedJws"
            })
    void presentedCredentialsAreComparedInConstantTime(String source) throws IOException {
        assertThat(Files.readString(Path.of("../" + source + ".java"))).contains("MessageDigest.isEqual(");
    }
}
