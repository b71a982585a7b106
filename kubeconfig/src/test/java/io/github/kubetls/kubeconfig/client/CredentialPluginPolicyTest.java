package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 13 of the behaviour of kubeconfigs, N83 to N86; answers are those of kubectl 1.36. */
class CredentialPluginPolicyTest {

    private static final String BETA = "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n";
    private static final String ALPHA = "apiVersion: kubectl.config.k8s.io/v1alpha1\nkind: Preference\n";

    /** What stands in {@code PATH}, whose folder is {@code /bin}, and beside it. */
    private static final Map<String, String> FILES = Map.of(
            "login", "/bin/login",
            "other", "/bin/other",
            // Another name for the same program.
            "alias", "/bin/login",
            "/bin/login", "/bin/login",
            "/bin/other", "/bin/other",
            "/opt/login", "/opt/login",
            "bin/login", "bin/login");

    private static final Function<String, Optional<String>> LOOK_PATH =
            command -> Optional.ofNullable(FILES.get(command));

    private static CredentialPluginPolicy beta(String policy) {
        return CredentialPluginPolicy.parse(BETA + policy);
    }

    private static CredentialPluginPolicy.Decision evaluate(CredentialPluginPolicy policy, String command) {
        return policy.evaluate(ExecConfig.builder(command).build(), LOOK_PATH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "credentialPluginPolicy: allowAll | unknown plugin policy: \"allowAll\"",
                "credentialPluginAllowlist: [] | misconfigured credential plugin allowlist: plugin policy is \"\" but allowlist is"
                        + " non-nil",
                "{credentialPluginPolicy: AllowAll, credentialPluginAllowlist: []} | misconfigured credential plugin allowlist:"
                        + " plugin policy is \"AllowAll\" but allowlist is non-nil",
                "{credentialPluginPolicy: DenyAll, credentialPluginAllowlist: [{command: x}]} | misconfigured credential plugin"
                        + " allowlist: plugin policy is \"DenyAll\" but allowlist is non-nil",
                "credentialPluginPolicy: Allowlist | credential plugin policy set to \"Allowlist\", but allowlist is unspecified",
                "{credentialPluginPolicy: Allowlist, credentialPluginAllowlist: []} | credential plugin policy set to"
                        + " \"Allowlist\", but allowlist is empty; use \"DenyAll\" policy instead",
                "{credentialPluginPolicy: Allowlist, credentialPluginAllowlist: [{command: \"\"}]} | misconfigured credential"
                        + " plugin allowlist: empty allowlist entry #1",
                "{credentialPluginPolicy: Allowlist, credentialPluginAllowlist: [{command: x}, null]} | misconfigured credential"
                        + " plugin allowlist: empty allowlist entry #2",
                "{credentialPluginPolicy: Allowlist, credentialPluginAllowlist: [{command: ../x}, {command: ./x}, {command:"
                        + " \"\"}]} | non-normalized file path: \"./x\" vs \"x\"",
                "{credentialPluginPolicy: Allowlist, credentialPluginAllowlist: [{command: /opt//login}]} | non-normalized file"
                        + " path: \"/opt//login\" vs \"/opt/login\"",
            })
    void e14AndN85TheFirstThatIsWrongIsRefusedAndNothingIsRun(String policy, String message) {
        String fields = policy.startsWith("{") ? policy.substring(1, policy.length() - 1) : policy;
        CredentialPluginPolicy read =
                beta(fields.replace(", credentialPluginAllowlist", "\ncredentialPluginAllowlist"));

        assertThat(read.violations())
                .extracting(FieldError::message)
                .containsExactly("allowlist misconfiguration: " + message);
        assertThat(evaluate(read, "login"))
                .isEqualTo(new CredentialPluginPolicy.Decision(Optional.empty(), "invalid plugin policy: " + message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "credentialPluginPolicy: \"\"",
                "credentialPluginPolicy: AllowAll",
                "credentialPluginPolicy: DenyAll",
                "credentialPluginAllowlist: null",
                "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: ../x}, {command: /}, {command: x}]",
            })
    void n85OthersAreTaken(String policy) {
        assertThat(beta(policy).violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "login, login, /bin/login",
        "login, /bin/login, /bin/login",
        "/bin/login, login, /bin/login",
        "/bin//./login, login, /bin/login",
        "/opt/login, /opt/login, /opt/login",
        "/bin/x/../login, /bin/login, /bin/login",
        // What is in the list as it stands need not be there.
        "missing, missing, missing",
        "/missing, /missing, /missing",
    })
    void n86AListedCommandIsAllowed(String command, String entry, String run) {
        assertThat(evaluate(CredentialPluginPolicy.allowlist("unrelated", entry), command))
                .isEqualTo(new CredentialPluginPolicy.Decision(Optional.of(run), ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login | other | plugin path \"/bin/login\" is not permitted by the credential plugin allowlist",
                "login | alias | plugin path \"/bin/login\" is not permitted by the credential plugin allowlist",
                "/opt/login | login | plugin path \"/opt/login\" is not permitted by the credential plugin allowlist",
                "login | /opt/login | plugin path \"/bin/login\" is not permitted by the credential plugin allowlist",
                "/bin/login | bin/login | plugin path \"/bin/login\" is not permitted by the credential plugin allowlist",
                "missing | login | plugin path \"missing\" cannot be resolved for credential plugin allowlist check: exec:"
                        + " \"missing\": executable file not found in $PATH",
            })
    void n86AnotherIsNot(String command, String entry, String reason) {
        CredentialPluginPolicy.Decision decision = evaluate(CredentialPluginPolicy.allowlist(entry), command);

        assertThat(decision.isAllowed()).isFalse();
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @Test
    void n86APathThatIsNotThereCannotBeResolved() {
        assertThat(evaluate(CredentialPluginPolicy.allowlist("login"), "/missing")
                        .reason())
                .startsWith("plugin path \"/missing\" cannot be resolved for credential plugin allowlist check: exec:"
                        + " \"/missing\": ");
    }

    @Test
    void n86DenyAllNamesTheCleanCommandAndAllowAllRunsIt() {
        assertThat(evaluate(CredentialPluginPolicy.denyAll(), "./login").reason())
                .isEqualTo("plugin \"login\" not allowed: policy set to \"DenyAll\"");
        assertThat(evaluate(CredentialPluginPolicy.allowAll(), "missing").isAllowed())
                .isTrue();
        assertThat(evaluate(beta(""), "missing").isAllowed()).isTrue();
    }

    @Test
    void n84Before135EveryPluginRuns() {
        ExecConfig plugin = ExecConfig.builder("login").build();
        CredentialPluginPolicy policy = CredentialPluginPolicy.denyAll();

        assertThat(policy.evaluate(plugin, LOOK_PATH, KubernetesRelease.of(34)).isAllowed())
                .isTrue();
        assertThat(policy.evaluate(plugin, LOOK_PATH, KubernetesRelease.of(35)).isAllowed())
                .isFalse();
    }

    @Test
    void n84EntriesHaveANameIn135AndACommandAfterwards() {
        String name = BETA + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: login}]\n";
        String command = name.replace("name:", "command:");
        KubernetesRelease old = KubernetesRelease.of(35);

        assertThat(CredentialPluginPolicy.parse(name, old).allowlist()).contains(List.of("login"));
        assertThat(CredentialPluginPolicy.parse(name, old).findings()).isEmpty();
        assertThat(CredentialPluginPolicy.parse(command, old).allowlist()).contains(List.of(""));
        assertThat(CredentialPluginPolicy.parse(command, old).findings())
                .extracting(Finding::code)
                .containsExactly("FIELD_UNKNOWN");
        assertThat(CredentialPluginPolicy.parse(name).allowlist()).contains(List.of("login"));
        assertThat(CredentialPluginPolicy.parse(name).findings())
                .extracting(Finding::code)
                .containsExactly("PLUGIN_NAME_SUSPECT");
        assertThat(CredentialPluginPolicy.parse(command).findings()).isEmpty();
        assertThat(CredentialPluginPolicy.parse(name)).isEqualTo(CredentialPluginPolicy.parse(command));
        assertThat(CredentialPluginPolicy.parse(command).toMap(old).get("credentialPluginAllowlist"))
                .isEqualTo(List.of(Map.of("name", "login")));
    }

    @Test
    void n84NameAndCommandMayBothBeThereIfTheyAreTheSame() {
        String both = BETA + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: x, command: %s}]\n";

        assertThat(CredentialPluginPolicy.parse(both.formatted("x")).allowlist())
                .contains(List.of("x"));
        assertThatThrownBy(() -> CredentialPluginPolicy.parse(both.formatted("other")))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("PLUGIN_NAME_CONFLICTING");
                    assertThat(e.location().line()).isEqualTo(4);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "v1alpha1, 37, the policy is no field of kubectl.config.k8s.io/v1alpha1, write apiVersion: kubectl.config.k8s.io/v1beta1",
        "v1beta1,  34, 1.34 has none,                                            use a kubectl that has it"
    })
    void n84WhereThereIsNoPolicyOneIsPassedOver(String version, int release, String reason, String fix) {
        String text = BETA.replace("v1beta1", version) + "credentialPluginPolicy: DenyAll\n";
        CredentialPluginPolicy read = CredentialPluginPolicy.parse(text, KubernetesRelease.of(release));

        assertThat(read.policy()).isEmpty();
        assertThat(read.findings()).extracting(Finding::code).containsExactly("PLUGIN_POLICY_IGNORED");
        assertThat(read.findings().get(0))
                .returns(3, finding -> finding.location().line())
                .returns(fix, Finding::fix)
                .satisfies(finding -> assertThat(finding.message()).endsWith(reason));
        assertThat(read.toYaml()).contains("credentialPluginPolicy: DenyAll");
    }

    @Test
    void unknownAndRepeatedFieldsArePassedOverWithAFinding() {
        CredentialPluginPolicy small = beta("credentialpluginpolicy: DenyAll\n");
        CredentialPluginPolicy twice = beta("credentialPluginPolicy: DenyAll\ncredentialPluginPolicy: AllowAll\n");

        assertThat(small.policy()).isEmpty();
        assertThat(small.findings()).extracting(Finding::code).containsExactly("FIELD_UNKNOWN");
        assertThat(twice.policy()).contains("AllowAll");
        assertThat(twice.findings()).extracting(Finding::code).containsExactly("FIELD_DUPLICATE");
    }

    @ParameterizedTest
    @CsvSource({
        "credentialpluginpolicy: DenyAll,    'mind the capitals: credentialPluginPolicy, credentialPluginAllowlist'",
        "CredentialPluginAllowList: [],      'mind the capitals: credentialPluginPolicy, credentialPluginAllowlist'",
        "policy: DenyAll,                    'remove it, or check its spelling'"
    })
    void saysWhichFieldWasMeant(String field, String fix) {
        assertThat(beta(field + "\n").findings()).extracting(Finding::fix).containsExactly(fix);
    }

    /** The lists of kuberc.v1alpha1 and v1beta1: overrides were renamed to defaults. */
    @Test
    void eachVersionHasListsOfItsOwn() {
        assertThat(beta("defaults: []\naliases: []\n").findings()).isEmpty();
        assertThat(CredentialPluginPolicy.parse(ALPHA + "overrides: []\naliases: []\n")
                        .findings())
                .isEmpty();
        assertThat(beta("overrides: []\n").findings()).extracting(Finding::code).containsExactly("FIELD_UNKNOWN");
        assertThat(CredentialPluginPolicy.parse(ALPHA + "defaults: []\n").findings())
                .extracting(Finding::code)
                .containsExactly("FIELD_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: Foo\napiVersion: v1\n---\n",
                "a: [\n---\n",
                "# comment\n---\n",
                "---\n\n---\n",
                "--- # comment\n",
                BETA + "aliases: 5\n---\n"
            })
    void theFirstDocumentThatKubectlUnderstandsCounts(String before) {
        CredentialPluginPolicy read =
                CredentialPluginPolicy.parse(before + BETA + "credentialPluginPolicy: DenyAll\nfoo: 1\n");

        assertThat(read.policy()).contains("DenyAll");
        assertThat(read.findings().get(0).location().line()).isEqualTo(before.split("\n", -1).length + 3);
    }

    @Test
    void aFurtherDocumentIsPassedOver() {
        CredentialPluginPolicy read =
                beta("credentialPluginPolicy: DenyAll\n---\n" + BETA + "credentialPluginPolicy: AllowAll\n");

        assertThat(read.policy()).contains("DenyAll");
        assertThat(read.findings()).extracting(Finding::code).containsExactly("DOCUMENT_IGNORED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n"})
    void aBlankTextHasNoPolicy(String text) {
        CredentialPluginPolicy read = CredentialPluginPolicy.parse(text);

        assertThat(read.policy()).isEmpty();
        assertThat(CredentialPluginPolicy.parse(read.toYaml())).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KIND_MISMATCH | kind: Foo\\napiVersion: v1\\n | 0",
                "KIND_MISMATCH | # comment\\n | 0",
                "DOCUMENT_INVALID | a: [\\n | 0",
                "DOCUMENT_INVALID | --- {}\\nBETA | 1",
                "DOCUMENT_INVALID | BETA--- {}\\n | 3",
                "VALUE_TYPE_MISMATCH | BETAcredentialPluginPolicy: 5\\n | 3",
                "VALUE_TYPE_MISMATCH | BETAcredentialPluginAllowlist: [login]\\n | 3",
                "VALUE_TYPE_MISMATCH | BETAaliases: 5\\n | 3",
                "VALUE_TYPE_MISMATCH | ---\\nBETAaliases: 5\\n---\\nkind: Foo\\n | 4",
            })
    void whatKubectlCannotReadIsRefused(String code, String text, int line) {
        assertThatThrownBy(() ->
                        CredentialPluginPolicy.parse(text.replace("\\n", "\n").replace("BETA", BETA)))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(line == 0 || e.location().line() == line)
                            .as("%s", e.location())
                            .isTrue();
                });
    }

    @Test
    void thousandsOfDocumentsAreRefused() {
        assertThatThrownBy(() -> CredentialPluginPolicy.parse("a\n---\n".repeat(1001)))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_EXCESSIVE"));
    }

    @Test
    void theRestOfTheFileSurvives(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("kuberc");
        Files.writeString(
                file,
                BETA + "defaults:\n- command: delete\n  options:\n  - name: interactive\n    default: \"true\"\n"
                        + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- command: login\n");
        CredentialPluginPolicy read = CredentialPluginPolicy.read(file);
        Path copy = directory.resolve("copy");
        read.write(copy);

        assertThat(CredentialPluginPolicy.read(copy)).isEqualTo(read);
        assertThat(Posix.mode(copy)).isEqualTo("rw-r--r--");
        assertThat(CredentialPluginPolicy.fromMap(read.toMap())).isEqualTo(read);
        assertThat(CredentialPluginPolicy.parse(read.toJson())).isEqualTo(read).hasSameHashCodeAs(read);
        assertThat(Files.readString(copy)).contains("name: interactive");
        assertThat(read).hasToString("CredentialPluginPolicy[Allowlist, [login]]");
    }

    @Test
    void whatIsNotKnownOfAnEntrySurvives() {
        String text =
                BETA + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: x, note: why}]\n";

        assertThat(CredentialPluginPolicy.parse(text).toMap().get("credentialPluginAllowlist"))
                .isEqualTo(List.of(Map.of("command", "x", "note", "why")));
        // To kubectl 1.35 the command, too, is such a field.
        assertThat(CredentialPluginPolicy.parse(text, KubernetesRelease.of(35)).toYaml())
                .isEqualTo(CredentialPluginPolicy.parse(text).toYaml());
    }

    @Test
    void aPolicyThatIsPassedOverIsNotTheOneThatCounts() {
        String text = BETA + "credentialPluginPolicy: DenyAll\n";

        assertThat(CredentialPluginPolicy.parse(text, KubernetesRelease.of(34)))
                .isNotEqualTo(CredentialPluginPolicy.parse(text));
    }

    @Test
    void placesNameTheFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("kuberc");
        Files.writeString(file, ALPHA + "credentialPluginPolicy: DenyAll\n");

        assertThat(CredentialPluginPolicy.read(file)
                        .findings()
                        .get(0)
                        .location()
                        .source())
                .isEqualTo(file.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "      ,        , /home/jane/.kube/kuberc",
        "      , ''     , /home/jane/.kube/kuberc",
        "      , off    ,",
        "      , OFF    , OFF",
        "      , /etc/rc, /etc/rc",
        "mine  , /etc/rc, mine",
        "off   ,        , off",
    })
    void n84TheFileIsThatOfTheFlagElseOfTheVariableElseInTheHome(String flag, String variable, String file) {
        Map<String, String> environment =
                variable == null ? Map.of("HOME", "/home/jane") : Map.of("HOME", "/home/jane", "KUBERC", variable);

        assertThat(CredentialPluginPolicy.kubercFile(Optional.ofNullable(flag), environment))
                .isEqualTo(Optional.ofNullable(file).map(Path::of));
    }

    @Test
    void n84AFlagBesideOffIsRefused() {
        assertThatThrownBy(() -> CredentialPluginPolicy.kubercFile(Optional.of("mine"), Map.of("KUBERC", "off")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive");
    }
}
