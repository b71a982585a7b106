package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.edit.KubectlEdits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/kubeconfig.md, 3 and 4. */
class KubeconfigReadingTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static String token(String yaml) {
        return Kubeconfig.parse("users: [{name: u, user: {token: " + yaml + "}}]")
                .user("u")
                .orElseThrow()
                .token()
                .orElse("");
    }

    private static List<String> findingCodes(String text) {
        return passedOver(Kubeconfig.parse(text)).stream().map(Finding::code).toList();
    }

    /** What kubectl passes over silently; what it refuses later is an error. */
    private static List<Finding> passedOver(Kubeconfig config) {
        return config.findings(NOW).stream()
                .filter(finding -> finding.severity() != Finding.Severity.ERROR)
                .toList();
    }

    private static void assertRefused(String text, String code) {
        assertThatThrownBy(() -> Kubeconfig.parse(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "# only a comment\n",
                "---\n",
                "null",
                "{}",
                "---\n---\ncurrent-context: second",
                "clusters: null\nusers: ~\ncontexts:\npreferences: null\nextensions: null\n",
                "kind: Config",
                "apiVersion: v1",
                "apiVersion: /v1",
            })
    void readsWhatIsEmptyAsAnEmptyKubeconfig(String text) {
        assertThat(Kubeconfig.parse(text)).isEqualTo(Kubeconfig.builder().build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: config                     | KIND_MISMATCH | compared exactly",
                "kind: Secret                     | KIND_MISMATCH | another kind",
                "apiVersion: v2                   | KIND_MISMATCH | another version",
                "apiVersion: v1/                  | KIND_MISMATCH | a group where the version is empty",
                "apiVersion: 1                    | VALUE_TYPE_MISMATCH | a number",
                "text                             | VALUE_TYPE_MISMATCH | a scalar at the top",
                "[]                               | VALUE_TYPE_MISMATCH | a list at the top",
                "clusters: {}                     | VALUE_TYPE_MISMATCH | a map where a list is declared",
                "clusters: [x]                    | VALUE_TYPE_MISMATCH | a string where a map is declared",
                "users: [{user: []}]              | VALUE_TYPE_MISMATCH | a list where a map is declared",
                "users: [{name: 1}]               | VALUE_TYPE_MISMATCH | a number as a name",
                "users: [{name: yes}]             | VALUE_TYPE_MISMATCH | a boolean as a name",
                "users: [{user: {as-groups: a}}]  | VALUE_TYPE_MISMATCH | a string where a list is declared",
                "users: [{user: {token: 0x1f2a}}] | VALUE_TYPE_MISMATCH | a token that YAML reads as a number",
                "users: [{user: {token: 123456.1234567890123456}}] | VALUE_TYPE_MISMATCH | a bootstrap token that is a number",
                "users: [{user: {password: 1e5}}] | VALUE_TYPE_MISMATCH | a password that YAML reads as a number",
                "clusters: [{cluster: {insecure-skip-tls-verify: 1}}]   | VALUE_TYPE_MISMATCH | a number where a boolean is declared",
                "a: b: c                          | DOCUMENT_INVALID | no YAML",
                "%YAML 1.2                        | DOCUMENT_INVALID | another directive",
                "? [a]                            | DOCUMENT_INVALID | a list as a key",
                "~: x                             | DOCUMENT_INVALID | null as a key",
                "x: .inf                          | DOCUMENT_INVALID | no JSON number, also below unknown keys",
                "x: \"\\uD83D\\uDE00\"            | DOCUMENT_INVALID | a surrogate escape",
                "x: \"\\/\"                       | DOCUMENT_INVALID | an escape of JSON that YAML does not know",
                "x: *y                            | DOCUMENT_INVALID | an alias without anchor",
            })
    void refusesWhatKubectlRefuses(String text, String code, String reason) {
        assertRefused(text, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-01-01       | 2024-01-01 | a date stays text",
                "12:30            | 12:30      | base 60 stays text",
                "\"012345\"     | 012345     | quoted",
                "!!str 12         | 12         | tagged as a string",
                "!x 12            | 12         | an unknown tag is ignored",
                "tRUE             | tRUE       | an odd spelling is no boolean",
                "null             | ''         | null is the zero value",
                "\"\\x41\"        | A          | an escape",
            })
    void readsScalarsAsKubectl(String yaml, String value, String reason) {
        assertThat(token(yaml)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "y", "true", "True"})
    void takesTheOldBooleans(String yaml) {
        Kubeconfig config =
                Kubeconfig.parse("clusters: [{name: c, cluster: {insecure-skip-tls-verify: " + yaml + "}}]");
        assertThat(config.cluster("c").orElseThrow().insecureSkipTlsVerify()).isTrue();
    }

    @Test
    void readsJsonAndTrailingCommas() {
        assertThat(Kubeconfig.parse("{\"current-context\": \"x\", \"clusters\": [],}")
                        .currentContext())
                .contains("x");
    }

    @Test
    void anEntryWithoutNameIsNamedByTheEmptyString() {
        Kubeconfig config =
                Kubeconfig.parse("clusters: [{cluster: {server: s}}]\nusers: [null]\ncontexts: [{name: ~}]");
        assertThat(config.cluster("").orElseThrow().server()).isEqualTo("s");
        assertThat(config.users()).containsOnlyKeys("");
        assertThat(config.contexts()).containsOnlyKeys("");
    }

    /** Some builds of kubeadm 1.20 write {@code as-user-extra: null}; a value may be null, too. */
    @Test
    void anExtraAttributeThatIsNullHasNoValues() {
        assertThat(Kubeconfig.parse("users: [{name: u, user: {as: a, as-user-extra: {a: null, b: [c]}}}]")
                        .user("u")
                        .orElseThrow()
                        .asUserExtra())
                .isEqualTo(Map.of("a", List.of(), "b", List.of("c")));
    }

    @Test
    void anEntryWithoutBodyIsEmpty() {
        assertThat(Kubeconfig.parse("clusters: [{name: c, cluster: null}]").cluster("c"))
                .contains(Cluster.builder("").build());
    }

    @Test
    void takesTheLastOfADuplicateKeyAndSaysSo() {
        String text = "current-context: first\ncurrent-context: second\n";
        assertThat(Kubeconfig.parse(text).currentContext()).contains("second");
        assertThat(passedOver(Kubeconfig.parse(text))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("FIELD_DUPLICATE");
            assertThat(finding.location().toString()).contains("current-context", "line 2");
        });
    }

    @Test
    void readsTheFirstDocumentOnlyAndSaysSo() {
        String text = "current-context: first\n---\ncurrent-context: [broken\n";
        assertThat(Kubeconfig.parse(text).currentContext()).contains("first");
        assertThat(findingCodes(text)).containsExactly("DOCUMENT_IGNORED");
    }

    @Test
    void reportsUnknownFieldsAndWhatWasMeant() {
        List<Finding> findings =
                passedOver(Kubeconfig.parse("Users: []\nusers: [{name: u, user: {token: t, token-file: f}}]"));
        assertThat(findings).extracting(Finding::code).containsExactlyInAnyOrder("FIELD_UNKNOWN", "FIELD_UNKNOWN");
        assertThat(findings)
                .extracting(Finding::fix)
                .containsExactlyInAnyOrder("write it as users", "write it as tokenFile");
    }

    /** docs/behaviour/worked-examples.md, E11. */
    @Test
    void resolvesAnchorsAndMergeKeys() {
        Kubeconfig config = Kubeconfig.parse("""
                clusters:
                - name: a
                  cluster: &shared {server: 'https://one', certificate-authority-data: QUJD}
                - name: b
                  cluster: {<<: *shared, server: 'https://two'}
                """);
        assertThat(config.cluster("b")).contains(Cluster.of("https://two", PemSource.inline("ABC")));
    }

    @ParameterizedTest
    @CsvSource({
        "QUJDREVGR0g=, ABCDEFGH",
        "'|\n      QUJDREVG\n      R0g=\n', ABCDEFGH",
        "QR==, A",
        "'[65, 66]', AB",
        "'[]', ",
        "'\"\"', ",
    })
    void readsBase64(String yaml, String expected) {
        Kubeconfig config = Kubeconfig.parse("users:\n- name: u\n  user:\n    client-key-data: " + yaml + "\n");
        assertThat(config.user("u").orElseThrow().clientKey())
                .isEqualTo(
                        expected == null
                                ? java.util.Optional.empty()
                                : java.util.Optional.of(PemSource.inline(expected)));
    }

    @ParameterizedTest
    @CsvSource({
        "QUJDRA, no padding",
        "QUJ-, the URL alphabet",
        "QUJD QUJD, a space",
        "QQ==QQ==, a second padded chunk",
        "Q, a lone character",
        "'>\n      QUJD\n      QUJD\n', a folded block has a space",
        "!!binary QUJD, decoded twice",
    })
    void refusesOtherBase64(String yaml, String reason) {
        assertRefused("users:\n- name: u\n  user:\n    client-key-data: " + yaml + "\n", "BASE64_INVALID");
    }

    @ParameterizedTest
    @CsvSource({
        "client.authentication.k8s.io/v1alpha1, IfAvailable",
        "client.authentication.k8s.io/v1beta1, IfAvailable",
        "client.authentication.k8s.io/v1, ",
        "other/v1beta1, ",
    })
    void defaultsTheInteractiveModeOfOldVersionsOnly(String apiVersion, String mode) {
        Kubeconfig config = Kubeconfig.parse("users: [{name: u, user: {exec: {apiVersion: " + apiVersion + "}}}]");
        assertThat(config.user("u").orElseThrow().exec().orElseThrow().interactiveMode())
                .isEqualTo(java.util.Optional.ofNullable(mode));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clusters: [{name: c}, {name: c}]",
                "users: [{name: c}, {name: c}]",
                "contexts: [{name: c}, {name: c}]",
                "users: [{}, {}]",
                "extensions: [{name: c, extension: 1}, {name: c, extension: 2}]",
                "preferences: {extensions: [{name: c, extension: 1}, {name: c, extension: null}]}",
                "clusters: [{name: x, cluster: {extensions: [{name: c, extension: 1}, {name: c}]}}]",
            })
    void refusesADuplicateName(String text) {
        assertRefused(text, "NAME_DUPLICATE");
    }

    @Test
    void anExtensionThatIsNullIsNoDuplicate() {
        assertThat(Kubeconfig.parse("extensions: [{name: c, extension: null}, {name: c, extension: 2}]")
                        .extensions())
                .isEqualTo(Map.of("c", 2L));
    }

    /** The dump in kubectl's message has every secret of the list. */
    @Test
    void namesSectionAndNameOfADuplicateAndNothingElse() {
        assertThatThrownBy(() -> Kubeconfig.parse(
                        "users: [{name: bob, user: {password: hunter2}}, {name: bob, user: {token: t0ken}}]"))
                .hasMessage("users[1], line 1, column 49: duplicate name \"bob\"; remove or rename one of the two");
    }

    @Test
    void normalizesTheNumbersOfExtensions() {
        Kubeconfig config = Kubeconfig.parse(
                "extensions: [{name: e, extension: [2.50, 1e3, 0x10, 123456789012345678901234567890, 1e400, 1e-5]}]");
        assertThat(config.toYaml()).contains("""
                - extension:
                  - 2.5
                  - 1000
                  - 16
                  - 1.2345678901234568e+29
                  - 1e400
                  - 1e-05
                """);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, \uFEFF", "UTF-16LE, \uFEFF", "UTF-16BE, \uFEFF"})
    void readsFilesWithAByteOrderMark(String charset, String mark, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("k");
        Files.write(file, (mark + "current-context: \u00e9\r\n").getBytes(charset));
        assertThat(Kubeconfig.read(file).currentContext()).contains("\u00e9");
    }

    @Test
    void refusesBytesThatAreNoText(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("k");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xC3, '\n'});
        assertThatThrownBy(() -> Kubeconfig.read(file))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void everyEntryKnowsItsFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("k");
        Files.writeString(file, "clusters: [{name: c}]\nusers: [{name: u}]\ncontexts: [{name: x}]");
        Kubeconfig config = Kubeconfig.read(file);
        assertThat(config.cluster("c").orElseThrow().origin()).contains(file);
        assertThat(config.user("u").orElseThrow().origin()).contains(file);
        assertThat(config.context("x").orElseThrow().origin()).contains(file);
        assertThat(config).isEqualTo(Kubeconfig.parse(Files.readString(file)));
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, everybody", "rw-r-----, its group", "rw-------, "})
    void reportsAFileThatOthersMayRead(String mode, String readers, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("k"), "");
        Posix.chmod(file, mode);
        List<Finding> findings = passedOver(Kubeconfig.read(file));
        if (readers == null) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("FILE_EXPOSED");
                assertThat(finding.message()).isEqualTo("the file can be read by " + readers);
            });
        }
    }

    @Test
    void aLongerTextNeedsAHigherLimit(@TempDir Path directory) throws IOException {
        String text = ("# " + "x".repeat(62) + "\n").repeat(64 * 1024) + "current-context: x\n";
        assertRefused(text, "DOCUMENT_EXCESSIVE");
        assertThat(Kubeconfig.parse(text, 5 * 1024 * 1024).currentContext()).contains("x");
        Path file = Files.writeString(directory.resolve("k"), text);
        assertThatThrownBy(() -> Kubeconfig.read(file)).isInstanceOf(IOException.class);
        assertThat(KubeconfigFiles.of(file)
                        .withMaxBytes(5 * 1024 * 1024)
                        .load()
                        .config()
                        .currentContext())
                .contains("x");
    }

    @Test
    void readsAndWritesTwentyMegabytesOnceTheLimitIsRaised() {
        String text = large(5000);
        assertThat(text).hasSizeGreaterThan(20_000_000);
        assertRefused(text, "DOCUMENT_EXCESSIVE");
        Kubeconfig config = Kubeconfig.parse(text, 32 * 1024 * 1024);
        assertThat(config.clusters()).hasSize(5000);
        assertThat(Kubeconfig.parse(config.toYaml(), 32 * 1024 * 1024)).isEqualTo(config);
    }

    private static String large(int entries) {
        String data = "QUJD".repeat(1000);
        StringBuilder text = new StringBuilder("clusters:\n");
        for (int i = 0; i < entries; i++) {
            text.append("- cluster:\n    certificate-authority-data: ")
                    .append(data)
                    .append("\n    server: https://h\n  name: c")
                    .append(i)
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void hostileTextsEndSoon() {
        String bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
        for (char c = 'b'; c < 'p'; c++) {
            char before = (char) (c - 1);
            bomb += c + ": &" + c + " [" + ("*" + before + ", ").repeat(8) + "*" + before + "]\n";
        }
        List<String> texts = List.of(
                "[".repeat(100_000),
                "{".repeat(100_000),
                "x: " + "[".repeat(100_000),
                "x: " + "{a: ".repeat(100_000),
                "- ".repeat(100_000),
                "? ".repeat(100_000),
                "'" + "x\n".repeat(100_000),
                "x: *" + "y".repeat(100_000),
                bomb);
        // Not a measurement: the aliases stand for ten million million values.
        assertThat(texts)
                .allSatisfy(text -> assertTimeoutPreemptively(
                        Duration.ofMinutes(5),
                        () -> assertThatThrownBy(() -> Kubeconfig.parse(text))
                                .isInstanceOf(InvalidFormatException.class)));
    }

    @Test
    void refusesTextThatUtf8CannotExpress() {
        assertRefused("current-context: \ud800", "DOCUMENT_INVALID");
    }

    /** Whatever is cut off, doubled or replaced, the only exception is ours, and it never quotes a secret. */
    @Test
    void anyTextIsReadOrRefusedWithOurException() {
        String text = """
                apiVersion: v1
                clusters: [{name: c, cluster: {server: 'https://h', certificate-authority-data: QUJD}}]
                users:
                - name: u
                  user: &u {token: "s3cr3t", exec: {command: c, env: [{name: A, value: s3cr3t}]}}
                - {name: v, user: {<<: *u, password: |-
                    s3cr3t
                  }}
                """;
        java.util.Random random = new java.util.Random(42);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3000; i++) {
            byte[] mutated = bytes.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                mutated[random.nextInt(mutated.length)] =
                        (byte) "\n\t :-#'\"{}[],&*!|>%@`\\~x1".charAt(random.nextInt(25));
            }
            String candidate = new String(mutated, StandardCharsets.UTF_8)
                    .substring(0, random.nextInt(10) == 0 ? random.nextInt(mutated.length) : mutated.length);
            try {
                Kubeconfig.parse(candidate).findings(NOW);
            } catch (InvalidFormatException e) {
                assertThat(e.getMessage()).as("round %d", i).doesNotContain("s3cr3t");
            }
        }
    }

    /** As kubectl 1.32 and 1.36 read them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kind: Bogus",
                "KIND: Bogus\napiVersion: v1",
                "APIVERSION: v2",
                "apiversion: v1beta1\nkind: Config",
                "{\"\\u212Aind\":\"Bogus\"}",
                "{\"KIND\":5}",
                "kind: config"
            })
    void looksForTheKindInUpperAndLowerCase(String text) {
        assertThatThrownBy(() -> Kubeconfig.parse(text)).isInstanceOf(InvalidFormatException.class);
    }

    /** As kubectl 1.32 and 1.36 read them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kind: Config\nAPIVERSION: v1",
                "kind: Config\nKind: Bogus",
                "apiVersion: v1\nApiVersion: v2",
                "{\"Kind\":\"Bogus\",\"kind\":\"Config\"}",
                "{\"K\\u0131nd\":\"Bogus\"}",
                "{\"KIND\":null,\"apiVersion\":\"v1\"}"
            })
    void takesTheLastOfSeveralKindsByName(String text) {
        assertThat(Kubeconfig.parse(text).clusters()).isEmpty();
    }

    @Test
    void readsAndWritesValuesThatLookLikeNumbersOfBase60() {
        for (int length : new int[] {2_000, 350_000}) {
            String value = "1" + ":59".repeat(length);
            Kubeconfig config = Kubeconfig.parse("users: [{name: u, user: {token: \"" + value + "\"}}]");
            assertThat(Kubeconfig.parse(config.toYaml()).equals(config)).isTrue();
            assertThat(KubectlEdits.of(config)
                            .set("users.v.token", value)
                            .config()
                            .toYaml())
                    .contains(value);
            assertThat(Kubeconfig.fromMap(config.toMap()).toYaml().length()).isGreaterThan(value.length());
        }
    }
}
