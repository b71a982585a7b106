package io.github.kubetls.rbac.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Kubectl;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Tool;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/rbac.md, 10. */
class CreateCommandTest {

    @TempDir
    private static Path home;

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" +")) {
            boolean quoted = word.length() > 1 && word.startsWith("'") && word.endsWith("'");
            words.add(quoted ? word.substring(1, word.length() - 1) : word);
        }
        return words;
    }

    /** The arguments after {@code kubectl create} of a recorded command. */
    private static List<String> recorded(String folder) {
        String command = Recorded.text("kubectl-cases/" + folder + "/command.sh")
                .lines()
                .filter(line -> line.startsWith("kubectl create "))
                .findFirst()
                .orElseThrow();
        return words(command).subList(2, words(command).size());
    }

    private static String withoutTimestamp(String text) {
        return text.lines()
                .filter(line ->
                        !line.contains("creationTimestamp\": null") && !line.equals("  creationTimestamp: null"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22-crb", "24-rb-mixed", "25-clusterrole"})
    void yamlIsThatOfKubectl(String folder) {
        assertThat(CreateCommand.parse(recorded(folder)).object().toYaml())
                .isEqualTo(withoutTimestamp(Recorded.text("kubectl-cases/" + folder + "/expected.stdout")));
    }

    @Test
    void isThatOfKubectl136ToTheByte() {
        for (String folder : List.of("22-crb", "24-rb-mixed")) {
            assertThat(CreateCommand.parse(recorded(folder)).object().toYaml())
                    .isEqualTo(Recorded.text("kubectl-cases/" + folder + "/1.36/expected.stdout"));
        }
        assertThat(CreateCommand.parse(recorded("23-crb-autoapprove")).object().toJson())
                .isEqualTo(Recorded.text("kubectl-cases/23-crb-autoapprove/1.36/expected.stdout"));
    }

    @Test
    void jsonIsThatOfKubectl() {
        String expected = withoutTimestamp(Recorded.text("kubectl-cases/23-crb-autoapprove/expected.stdout"))
                .replace("auto-approve-renewals-for-nodes\",", "auto-approve-renewals-for-nodes\"");
        assertThat(CreateCommand.parse(recorded("23-crb-autoapprove")).object().toJson())
                .isEqualTo(expected);
    }

    @Test
    void refusalIsThatOfKubectl() {
        assertThatThrownBy(() -> CreateCommand.parse(recorded("26-bad-sa")))
                .isInstanceOf(InvalidFormatException.class)
                .satisfies(e -> assertThat("error: " + e.getMessage() + "\n")
                        .isEqualTo(Recorded.text("kubectl-cases/26-bad-sa/expected.stderr")));
    }

    @Test
    void bindingsOfTheDocumentationAreWhatItsCommandsMake() {
        List<ClusterRoleBinding> trio = BootstrapPolicy.bindings("system:bootstrappers");
        for (ClusterRoleBinding binding : trio) {
            String group = binding.subjects().get(0).name();
            assertThat(CreateCommand.parse(
                                    "clusterrolebinding",
                                    binding.name(),
                                    "--clusterrole=" + binding.roleRef().name(),
                                    "--group=" + group)
                            .object())
                    .isEqualTo(binding);
        }
    }

    static Stream<String> offline() {
        return Stream.of(
                "clusterrolebinding x --clusterrole=view --user=a,b --group=g --group=g --serviceaccount=ns:sa --user=z",
                "clusterrolebinding --clusterrole view x --group system:nodes",
                "clusterrolebinding x --clusterrole=view --clusterrole=edit",
                "clusterrolebinding x --clusterrole=view -n foo --user=--odd",
                "clusterrolebinding x --clusterrole=true --user=yes --user=123 --user=~ --group=a:b --group=*",
                "clusterrolebinding Upper:case@x --clusterrole=a:b:c",
                "rolebinding x --clusterrole=view --serviceaccount=ci:builder -n=apps",
                "rolebinding x --role=reader --serviceaccount=a:b --group=c --user=d --namespace apps",
                "rolebinding x --role=reader --user=a -napps",
                "rolebinding x --role=r --dry-run=client --user=u",
                "rolebinding x --role=r --user=u -- y",
                "clusterrole x --verb=get --non-resource-url=/metrics",
                "clusterrole x --verb=get,*,post --non-resource-url=/a,/b,/a --non-resource-url=*",
                "clusterrole x --verb=get --verb=post,get --non-resource-url=/a/*",
                "clusterrole x --aggregation-rule=a=b,c=d",
                "clusterrole x --aggregation-rule=c=d --aggregation-rule=a=b --aggregation-rule=c=e",
                "clusterrole x --aggregation-rule=rbac.authorization.k8s.io/aggregate-to-view=true",
                "clusterrole x --verb=foo,get --resource=*",
                "clusterrole x --verb=get --resource=pods,*,secrets --resource-name=a,b --resource-name=a,b"
                        + " --resource-name=c",
                "clusterrole x --verb=get --resource=*.apps",
                "clusterrole x --verb=get --resource=*/status,*.batch,*/scale,*.apps,*/status",
                "clusterrole x --verb=get --resource=* --non-resource-url=/x",
                "clusterrole x --verb=bind --resource=clusterroles.rbac.authorization.k8s.io,roles.rbac.authorization.k8s.io"
                        + " --resource-name=view",
                "clusterrole x --verb=bind,get --resource=clusterroles.rbac.authorization.k8s.io",
                "clusterrole x --verb=escalate --resource=roles.rbac.authorization.k8s.io",
                "clusterrole x --verb=impersonate --resource=users,groups,serviceaccounts,"
                        + "userextras.authentication.k8s.io/scopes",
                "clusterrole x --verb=use --resource=podsecuritypolicies.policy",
                "clusterrole x --verb=get, --resource=*",
                "clusterrole x --verb=\"get\",\"li\"\"st,\" --resource=*",
                "clusterrole x --verb=get --non_resource_url=/metrics",
                "clusterrole x --verb=\n\nget,post\nhead --non-resource-url=/metrics",
                "rolebinding x --role=r --user=u --show-managed-fields=T -ojson -oyaml",
                "role x --verb=get --resource=* -n ns1",
                "role x --verb=bind --resource=roles.rbac.authorization.k8s.io");
    }

    @ParameterizedTest
    @MethodSource("offline")
    void yamlIsThatOfTheKubectlOnThisMachine(String command) throws Exception {
        Tool.Result kubectl = kubectl(command);
        assertThat(kubectl.code()).as(kubectl.errors()).isZero();
        assertThat(CreateCommand.parse(words(command)).object().toYaml()).isEqualTo(withoutTimestamp(kubectl.output()));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("clusterrolebinding", "required flag(s) \"clusterrole\" not set"),
                arguments("clusterrolebinding x", "required flag(s) \"clusterrole\" not set"),
                arguments("clusterrolebinding a b --clusterrole=v", "exactly one NAME is required, got 2"),
                arguments("clusterrolebinding --clusterrole=v", "exactly one NAME is required, got 0"),
                arguments("clusterrolebinding x --clusterrole=v --role=r", "unknown flag: --role"),
                arguments("rolebinding x", "exactly one of clusterrole or role must be specified"),
                arguments(
                        "rolebinding x --role=a --clusterrole=b",
                        "exactly one of clusterrole or role must be specified"),
                arguments("rolebinding x --role=", "exactly one of clusterrole or role must be specified"),
                arguments("rolebinding x --role=a --serviceaccount=a", "serviceaccount must be <namespace>:<name>"),
                arguments("rolebinding x --role=a --serviceaccount=a:b:c", "serviceaccount must be <namespace>:<name>"),
                arguments("rolebinding x --role=a --serviceaccount=:b", "serviceaccount must be <namespace>:<name>"),
                arguments("rolebinding x --role=a --serviceaccount=a:", "serviceaccount must be <namespace>:<name>"),
                arguments("rolebinding x --role=a --nope=1", "unknown flag: --nope"),
                arguments("rolebinding x --role=a --=1", "bad flag syntax: --=1"),
                arguments("rolebinding --role=a -- x", "exactly one NAME is required, got 0"),
                arguments("rolebinding x --role=a -z", "unknown shorthand flag: 'z' in -z"),
                arguments("clusterrole x", "at least one verb must be specified"),
                arguments("clusterrole x --verb=", "at least one verb must be specified"),
                arguments("clusterrole x --aggregation-rule=", "at least one verb must be specified"),
                arguments("clusterrole x --verb=get", "one of resource or nonResourceURL must be specified"),
                arguments("clusterrole x --verb=foo --non-resource-url=/a", "invalid verb: 'foo' for nonResourceURL"),
                arguments(
                        "clusterrole x --verb=get,list --non-resource-url=/a",
                        "invalid verb: 'list' for nonResourceURL"),
                arguments("clusterrole x --verb=get --non-resource-url=a", "nonResourceURL should start with /"),
                arguments(
                        "clusterrole x --verb=get --non-resource-url=/a*/b",
                        "nonResourceURL only supports wildcard matches when '*' is at the end"),
                arguments(
                        "clusterrole x --aggregation-rule=a",
                        "invalid argument \"a\" for \"--aggregation-rule\" flag: malformed pair, expect string=string"),
                arguments(
                        "clusterrole x --aggregation-rule=a=b --verb=get",
                        "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames"),
                arguments(
                        "clusterrole x --aggregation-rule=a=b --resource-name=n",
                        "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames"),
                arguments(
                        "clusterrole x --verb=get --resource=/status",
                        "resource must be specified if apiGroup/subresource specified"),
                arguments(
                        "clusterrole x --verb=get --resource=.apps",
                        "resource must be specified if apiGroup/subresource specified"),
                arguments("clusterrole x --verb=bind --resource=pods", "can not perform 'bind' on 'pods' in group ''"),
                arguments(
                        "clusterrole x --verb=impersonate,escalate --resource=users",
                        "can not perform 'escalate' on 'users' in group ''"),
                arguments(
                        "clusterrole x --verb=g\"et --resource=*",
                        "invalid argument \"g\\\"et\" for \"--verb\" flag: parse error on line 1, column 2: bare \" in"
                                + " non-quoted-field"),
                arguments(
                        "clusterrole x --verb=\"get\"x --resource=*",
                        "invalid argument \"\\\"get\\\"x\" for \"--verb\" flag: parse error on line 1, column 5: extraneous"
                                + " or missing \" in quoted-field"),
                arguments(
                        "clusterrole x --verb=\"get --resource=*",
                        "invalid argument \"\\\"get\" for \"--verb\" flag: parse error on line 1, column 5: extraneous or"
                                + " missing \" in quoted-field"),
                arguments(
                        "clusterrole x --verb=\"a\nb --resource=*",
                        "invalid argument \"\\\"a\\nb\" for \"--verb\" flag: record on line 1; parse error on line 2,"
                                + " column 2: extraneous or missing \" in quoted-field"),
                arguments("clusterrole x --verb=\n --resource=*", "invalid argument \"\\n\" for \"--verb\" flag: EOF"),
                arguments(
                        "clusterrole x --verb=get --resource=é\" --nope",
                        "invalid argument \"é\\\"\" for \"--resource\" flag: parse error on line 1, column 3: bare \" in"
                                + " non-quoted-field"),
                arguments(
                        "clusterrole x --show-managed-fields=x",
                        "invalid argument \"x\" for \"--show-managed-fields\" flag: strconv.ParseBool: parsing \"x\":"
                                + " invalid syntax"),
                arguments("role x --resource=*", "at least one verb must be specified"),
                arguments("role x --verb=get", "at least one resource must be specified"),
                arguments("role x --verb=get --non-resource-url=/x", "unknown flag: --non-resource-url"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusalsAreInKubectlsWords(String command, String text) throws Exception {
        assertThatThrownBy(() -> CreateCommand.parse(words(command)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage(text);
        Tool.Result kubectl = kubectl(command);
        assertThat(kubectl.code()).isNotZero();
        // Some reach us through a log line, in which quotes are escaped.
        assertThat(kubectl.errors().replace("\\\"required", "\"required"))
                .satisfiesAnyOf(
                        errors -> assertThat(errors).contains(text),
                        errors -> assertThat(errors).contains(text.replace("\"", "\\\"")));
    }

    @Test
    void flagsNeedTheirValues() {
        assertThatThrownBy(() -> CreateCommand.parse("rolebinding", "x", "--role"))
                .hasMessage("flag needs an argument: --role");
        assertThatThrownBy(() -> CreateCommand.parse("rolebinding", "x", "-n"))
                .hasMessage("flag needs an argument: 'n' in -n");
        assertThatThrownBy(() -> CreateCommand.parse("secret")).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> CreateCommand.parse()).isInstanceOf(InvalidFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clusterrolebinding t/s --clusterrole=v",
                "clusterrolebinding x --clusterrole=",
                "clusterrolebinding x --clusterrole=v --user=",
                "clusterrolebinding x --clusterrole=v --serviceaccount=ns:Upper",
                "clusterrole x --aggregation-rule=a/b/c=d",
            })
    void whatTheServerWouldRefuseIsRefusedHere(String command) {
        assertThatThrownBy(() -> CreateCommand.parse(words(command))).isInstanceOf(InvalidFormatException.class);
    }

    static Stream<Arguments> lookedUp() {
        // What kubectl 1.32 makes of them with a 1.20 server.
        return Stream.of(
                arguments(
                        "deploy,po,csr", ": pods; apps: deployments; certificates.k8s.io: certificatesigningrequests"),
                arguments(
                        "csr.certificates,Pods,svc/proxy",
                        ": pods services/proxy; certificates.k8s.io: certificatesigningrequests"),
                arguments(
                        "events,ing,netpol,ingress.networking.k8s.io",
                        ": events; networking.k8s.io: ingresses networkpolicies"),
                arguments("pods,pods,po,pod/log", ": pods pods/log"),
                arguments("storageclass.storage", "storage.k8s.io: storageclasses"),
                arguments("events.events", "events.k8s.io: events"),
                arguments(
                        "endpoints,ep,limits,quota,crd,crds,pdb,psp,hpa,cj",
                        ": endpoints limitranges resourcequotas; apiextensions.k8s.io: customresourcedefinitions;"
                                + " autoscaling: horizontalpodautoscalers; batch: cronjobs; policy: poddisruptionbudgets"
                                + " podsecuritypolicies"),
                arguments("*.apps,foo", ": foo; apps: *"),
                arguments("foo,*", ": *"),
                arguments("widgets.example.com/scale", "example.com: widgets/scale"));
    }

    @ParameterizedTest
    @MethodSource("lookedUp")
    void namesOfResourcesAreLookedUp(String resources, String expected) {
        ClusterRole role =
                (ClusterRole) CreateCommand.parse("clusterrole", "x", "--verb=get", "--resource=" + resources)
                        .object();
        String rules = role.rules().stream()
                .map(rule -> rule.apiGroups().get(0) + ": " + String.join(" ", rule.resources()))
                .reduce((a, b) -> a + "; " + b)
                .orElseThrow();
        assertThat(rules).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource
    void unknownResourcesAreRefused(String resource, String text) {
        assertThatThrownBy(() -> CreateCommand.parse("clusterrole", "x", "--verb=get", "--resource=" + resource))
                .hasMessage(text);
    }

    static Stream<Arguments> unknownResourcesAreRefused() {
        return Stream.of(
                arguments("foo", "the server doesn't have a resource type \"foo\""),
                arguments("users", "the server doesn't have a resource type \"users\""),
                arguments(
                        "signers.certificates.k8s.io",
                        "the server doesn't have a resource type \"signers\" in group \"certificates.k8s.io\""),
                arguments("rs.extensions", "the server doesn't have a resource type \"rs\" in group \"extensions\""));
    }

    @Test
    void unusualVerbsAreWarnedOf() {
        CreateCommand command = CreateCommand.parse("clusterrole", "x", "--verb=foo,get", "--resource=*");
        assertThat(command).hasToString("create ClusterRole x");
        assertThat(command.findings())
                .extracting(Finding::message)
                .containsExactly("'foo' is not a standard resource verb");
        assertThat(CreateCommand.parse("clusterrole", "x", "--verb=post", "--non-resource-url=/x")
                        .findings())
                .isEmpty();
    }

    /** kubectl prints {@code Warning: 'foo' is not a standard resource verb} before it looks at the resources. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role | --verb=foo --resource=nonsense | foo | the server doesn't have a resource type \"nonsense\"",
                "role | --verb=foo | foo | at least one resource must be specified",
                "clusterrole | --verb=foo --resource=pods --non-resource-url=/x | foo | invalid verb: 'foo' for nonResourceURL",
                "clusterrole | --verb=foo --non-resource-url=/x | '' | invalid verb: 'foo' for nonResourceURL",
            })
    void aRefusalKeepsTheWarningsBeforeIt(String kind, String flags, String warned, String reason) {
        List<String> arguments = new ArrayList<>(List.of(kind, "x"));
        arguments.addAll(List.of(flags.split(" ")));
        assertThat(CreateCommand.evaluate(arguments)).isInstanceOfSatisfying(CreateCommand.Refused.class, refused -> {
            assertThat(refused.reason()).hasMessage(reason);
            assertThat(refused.findings())
                    .extracting(Finding::message)
                    .isEqualTo(
                            warned.isEmpty() ? List.of() : List.of("'" + warned + "' is not a standard resource verb"));
        });
        assertThatThrownBy(() -> CreateCommand.parse(arguments)).hasMessage(reason);
    }

    @Test
    void whatIsTakenHasItsWarningsToo() {
        assertThat(CreateCommand.evaluate("role", "x", "--verb=foo", "--resource=pods"))
                .isInstanceOfSatisfying(CreateCommand.Accepted.class, accepted -> {
                    assertThat(accepted.findings())
                            .hasSize(1)
                            .isEqualTo(accepted.command().findings());
                    assertThat(accepted.command().object().name()).isEqualTo("x");
                });
    }

    private static Tool.Result kubectl(String command) {
        List<String> line = new ArrayList<>(List.of("create"));
        List<String> words = words(command);
        int end = words.indexOf("--") < 0 ? words.size() : words.indexOf("--");
        line.addAll(words.subList(0, end));
        line.addAll(List.of("--dry-run=client", "-o", "yaml", "--server=http://127.0.0.1:1"));
        line.addAll(words.subList(end, words.size()));
        return Kubectl.run(home, home.resolve("none").toString(), line);
    }
}
