package io.github.kubetls.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Attributes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/rbac.md, 4 and 7. */
class PolicyRuleTest {

    private static List<String> list(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static PolicyRule rule(String verbs, String groups, String resources, String names) {
        return PolicyRule.builder()
                .verbs(list(verbs))
                .apiGroups(list(groups))
                .resources(list(resources))
                .resourceNames(list(names))
                .build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # verbs    | groups     | resources          | names | verb   | group | resource | sub      | name | allowed | why
            get        | ''         | pods               | -     | get    | ''    | pods     | ''       | ''   | true    | all four fit
            get        | ''         | pods               | -     | get    | ''    | pods     | ''       | x    | true    | no names is all names
            get        | ''         | pods               | -     | Get    | ''    | pods     | ''       | ''   | false   | verbs are case-sensitive
            get        | ''         | pods               | -     | list   | ''    | pods     | ''       | ''   | false   | another verb
            *          | ''         | pods               | -     | any    | ''    | pods     | ''       | ''   | true    | all verbs
            get*       | ''         | pods               | -     | get    | ''    | pods     | ''       | ''   | false   | only * alone is a wildcard
            get        | ''         | pods               | -     | get    | apps  | pods     | ''       | ''   | false   | another group
            get        | *          | pods               | -     | get    | apps  | pods     | ''       | ''   | true    | all groups
            get        | *.group    | pods               | -     | get    | a.group | pods   | ''       | ''   | false   | no wildcard within a group
            get        | ,apps      | pods,deployments   | -     | get    | apps  | pods     | ''       | ''   | true    | lists combine freely
            get        | ''         | pods               | -     | get    | ''    | pods     | log      | ''   | false   | pods does not cover pods/log
            get        | ''         | pods/log           | -     | get    | ''    | pods     | ''       | ''   | false   | pods/log does not cover pods
            get        | ''         | pods/log           | -     | get    | ''    | pods     | log      | ''   | true    | the subresource itself
            get        | ''         | *                  | -     | get    | ''    | pods     | log      | ''   | true    | * covers every subresource
            get        | ''         | */log              | -     | get    | ''    | pods     | log      | ''   | true    | a subresource of any resource
            get        | ''         | */log              | -     | get    | ''    | pods     | log/x    | ''   | false   | the whole subresource must be equal
            get        | ''         | */b/c              | -     | get    | ''    | a        | b/c      | ''   | true    | the whole subresource is equal
            get        | ''         | */log              | -     | get    | ''    | */log    | ''       | ''   | true    | literally itself
            get        | ''         | */log              | -     | get    | ''    | log      | ''       | ''   | false   | no subresource requested
            get        | ''         | pods/*             | -     | get    | ''    | pods     | log      | ''   | false   | no wildcard subresource
            get        | ''         | pods/*             | -     | get    | ''    | pods     | *        | ''   | true    | literally itself
            get        | ''         | */*                | -     | get    | ''    | pods     | log      | ''   | false   | no wildcard subresource
            get        | ''         | */*                | -     | get    | ''    | pods     | *        | ''   | true    | the subresource * literally
            get        | ''         | po*                | -     | get    | ''    | pods     | ''       | ''   | false   | no prefix of a resource
            get        | ''         | pods/log           | -     | get    | ''    | pods/log | ''       | ''   | true    | a resource with a slash
            get        | ''         | secrets            | a,b   | get    | ''    | secrets  | ''       | b    | true    | one of the names
            get        | ''         | secrets            | a,b   | get    | ''    | secrets  | ''       | c    | false   | another name
            get        | ''         | secrets            | a,b   | get    | ''    | secrets  | ''       | ''   | false   | a request without name
            get        | ''         | secrets            | ''    | get    | ''    | secrets  | ''       | ''   | true    | the empty name literally
            get        | ''         | secrets            | *     | get    | ''    | secrets  | ''       | x    | false   | * has no meaning in names
            create     | ''         | secrets            | a     | create | ''    | secrets  | ''       | ''   | false   | create carries no name
            list       | ''         | secrets            | a     | list   | ''    | secrets  | ''       | a    | true    | list with a field selector for the name
            """)
    void resourceRequestsFitAllFourLists(
            String verbs,
            String groups,
            String resources,
            String names,
            String verb,
            String group,
            String resource,
            String subresource,
            String name,
            boolean allowed,
            String why) {
        PolicyRule rule = rule(verbs, groups, resources, names);
        Attributes request = Attributes.resource(verb, group, resource)
                .withSubresource(subresource)
                .withName(name);
        assertThat(rule.allows(request)).as(why).isEqualTo(allowed);
        assertThat(rule.mismatches(request).isEmpty()).as(why).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            get | *      | get  | /x      | true  | all URLs
            get | /x     | get  | /x      | true  | the URL itself
            get | /x     | get  | /x/     | false | another URL
            get | /x     | post | /x      | false | another verb
            *   | /x     | post | /x      | true  | all verbs
            get | /x/*   | get  | /x      | false | /x/* does not cover /x
            get | /x/*   | get  | /x/     | true  | the rest may be empty
            get | /x/*   | get  | /x/y/z  | true  | the rest may have slashes
            get | /x*    | get  | /xyz    | true  | the rest need not start with a slash
            get | /x**   | get  | /xyz    | true  | all trailing stars are removed
            get | **     | get  | /xyz    | true  | nothing remains, the prefix of everything
            get | /a*/b  | get  | /ax/b   | false | * in the middle is literal
            get | /a*/b  | get  | /a*/b   | true  | * in the middle is literal
            get | /a*/b* | get  | /a*/bc  | true  | only the stars at the end are removed
            get | x      | get  | x       | true  | a relative URL matches itself
            get | ''     | get  | ''      | true  | so does the empty one
            """)
    void urlRequestsFitVerbAndUrl(String verbs, String url, String verb, String path, boolean allowed, String why) {
        PolicyRule rule = PolicyRule.verbs(verbs).nonResourceUrls(url);
        assertThat(rule.allows(Attributes.path(verb, path))).as(why).isEqualTo(allowed);
        assertThat(rule.mismatches(Attributes.path(verb, path)).isEmpty())
                .as(why)
                .isEqualTo(allowed);
    }

    @Test
    void resourceRulesNeverAllowUrlsNorTheOtherWayRound() {
        PolicyRule resources = PolicyRule.verbs("*").apiGroups("*").resources("*");
        PolicyRule urls = PolicyRule.verbs("*").nonResourceUrls("*");
        assertThat(resources.allows(Attributes.path("get", "/x"))).isFalse();
        assertThat(urls.allows(Attributes.resource("get", "", "pods"))).isFalse();
    }

    @Test
    void signersOfADomainAreALiteralName() {
        PolicyRule rule = PolicyRule.verbs("approve")
                .apiGroups("certificates.k8s.io")
                .resources("signers")
                .withResourceNames("example.com/*");
        Attributes.Resource approve = Attributes.resource("approve", "certificates.k8s.io", "signers");
        assertThat(rule.allows(approve.withName("example.com/*"))).isTrue();
        assertThat(rule.allows(approve.withName("example.com/x"))).isFalse();
    }

    @Test
    void atomsAreByGroupThenResourceThenVerbThenName() {
        PolicyRule rule = PolicyRule.builder()
                .verbs(List.of("get", "list"))
                .apiGroups(List.of("", "apps"))
                .resources(List.of("a", "b"))
                .resourceNames(List.of("n", "m"))
                .nonResourceUrls(List.of("/x", "/y"))
                .build();
        assertThat(rule.atoms())
                .extracting(PolicyRule::toString)
                .startsWith(
                        "{APIGroups:[\"\"], Resources:[\"a\"], ResourceNames:[\"n\"], Verbs:[\"get\"]}",
                        "{APIGroups:[\"\"], Resources:[\"a\"], ResourceNames:[\"m\"], Verbs:[\"get\"]}",
                        "{APIGroups:[\"\"], Resources:[\"a\"], ResourceNames:[\"n\"], Verbs:[\"list\"]}",
                        "{APIGroups:[\"\"], Resources:[\"a\"], ResourceNames:[\"m\"], Verbs:[\"list\"]}",
                        "{APIGroups:[\"\"], Resources:[\"b\"], ResourceNames:[\"n\"], Verbs:[\"get\"]}")
                .endsWith(
                        "{NonResourceURLs:[\"/x\"], Verbs:[\"get\"]}",
                        "{NonResourceURLs:[\"/x\"], Verbs:[\"list\"]}",
                        "{NonResourceURLs:[\"/y\"], Verbs:[\"get\"]}",
                        "{NonResourceURLs:[\"/y\"], Verbs:[\"list\"]}")
                .hasSize(20);
    }

    @Test
    void uncoveredPartsAreListedInOrder() {
        PolicyRule owner = PolicyRule.verbs("get", "list").apiGroups("").resources("pods", "*/log");
        PolicyRule servant = PolicyRule.verbs("get", "watch")
                .apiGroups("")
                .resources("pods", "services/log")
                .withResourceNames("p1");
        assertThat(PolicyRule.uncovered(List.of(owner), List.of(servant)))
                .containsExactly(
                        PolicyRule.verbs("watch")
                                .apiGroups("")
                                .resources("pods")
                                .withResourceNames("p1"),
                        PolicyRule.verbs("watch")
                                .apiGroups("")
                                .resources("services/log")
                                .withResourceNames("p1"));
        assertThat(PolicyRule.covers(List.of(owner), List.of(servant))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # verbs | groups | resources  | names | verb | group | resource   | name | covered | why
            get     | ''     | pods       | -     | get  | ''    | pods       | -    | true    | the same
            *       | ''     | pods       | -     | x    | ''    | pods       | -    | true    | all verbs
            get     | ''     | pods       | -     | *    | ''    | pods       | -    | false   | an enumeration never covers *
            get     | *      | pods       | -     | get  | apps  | pods       | -    | true    | all groups
            get     | ''     | pods       | -     | get  | *     | pods       | -    | false   | an enumeration never covers *
            get     | ''     | *          | -     | get  | ''    | pods/log   | -    | true    | all resources
            get     | ''     | pods,nodes | -     | get  | ''    | *          | -    | false   | an enumeration never covers *
            get     | ''     | */log      | -     | get  | ''    | pods/log   | -    | true    | that subresource of any resource
            get     | ''     | */b/c      | -     | get  | ''    | a/b/c      | -    | true    | everything after the first slash
            get     | ''     | */c        | -     | get  | ''    | a/b/c      | -    | false   | everything after the first slash
            get     | ''     | */c        | -     | get  | ''    | /c         | -    | true    | of no resource too
            get     | ''     | pods       | -     | get  | ''    | pods/log   | -    | false   | not the subresource
            get     | ''     | pods       | -     | get  | ''    | pods       | n    | true    | no names are all names
            get     | ''     | pods       | n,m   | get  | ''    | pods       | n    | true    | one of the names
            get     | ''     | pods       | n     | get  | ''    | pods       | m    | false   | another name
            get     | ''     | pods       | n     | get  | ''    | pods       | -    | false   | all names need an owner of all names
            """)
    void oneOwnerRuleMustCoverAPart(
            String verbs,
            String groups,
            String resources,
            String names,
            String verb,
            String group,
            String resource,
            String name,
            boolean covered,
            String why) {
        PolicyRule owner = rule(verbs, groups, resources, names);
        PolicyRule servant = rule(verb, group, resource, name);
        assertThat(PolicyRule.covers(List.of(owner), List.of(servant))).as(why).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "/x/*, /x/*, true",
        "/x/*, /x/y*, true",
        "/x/*, /x, false",
        "/x, /x/*, false",
        "*, *, true",
        "/*, *, false",
        "*, /x, true",
        "/a*/b, /ax/b, false",
    })
    void urlsAreCoveredByPrefix(String owner, String servant, boolean covered) {
        assertThat(PolicyRule.covers(
                        List.of(PolicyRule.verbs("get").nonResourceUrls(owner)),
                        List.of(PolicyRule.verbs("get").nonResourceUrls(servant))))
                .isEqualTo(covered);
    }

    @Test
    void twoRulesTogetherDoNotCoverOnePartButAllPartsMayHaveDifferentOwners() {
        List<PolicyRule> owners = List.of(
                PolicyRule.verbs("get").apiGroups("").resources("pods"),
                PolicyRule.verbs("list").apiGroups("").resources("nodes"));
        PolicyRule both = PolicyRule.verbs("get", "list").apiGroups("").resources("pods", "nodes");
        assertThat(PolicyRule.uncovered(owners, List.of(both)))
                .containsExactly(
                        PolicyRule.verbs("list").apiGroups("").resources("pods"),
                        PolicyRule.verbs("get").apiGroups("").resources("nodes"));
    }

    @Test
    void ownerWithResourcesAndUrlsCoversBoth() {
        PolicyRule mixed = PolicyRule.builder()
                .verbs(List.of("get"))
                .apiGroups(List.of(""))
                .resources(List.of("pods"))
                .nonResourceUrls(List.of("/x"))
                .build();
        List<PolicyRule> servants = List.of(
                PolicyRule.verbs("get").apiGroups("").resources("pods"),
                PolicyRule.verbs("get").nonResourceUrls("/x"));
        assertThat(PolicyRule.covers(List.of(mixed), servants)).isTrue();
        PolicyRule named = PolicyRule.builder()
                .verbs(List.of("get"))
                .resourceNames(List.of("n"))
                .nonResourceUrls(List.of("/x"))
                .build();
        assertThat(PolicyRule.covers(List.of(named), servants.subList(1, 2)))
                .as("a URL has no name")
                .isFalse();
    }

    @Test
    void compactMergesSimpleRulesInOrderAndLeavesOthersInFront() {
        PolicyRule url = PolicyRule.verbs("get").nonResourceUrls("/x");
        PolicyRule two = PolicyRule.verbs("get").apiGroups("").resources("a", "b");
        List<PolicyRule> compact = PolicyRule.compact(List.of(
                PolicyRule.verbs("get").apiGroups("").resources("pods"),
                url,
                PolicyRule.verbs("get").apiGroups("").resources("pods").withResourceNames("n"),
                PolicyRule.verbs("list", "get").apiGroups("").resources("pods"),
                two,
                PolicyRule.verbs("get").apiGroups("apps").resources("pods")));
        assertThat(compact)
                .containsExactly(
                        url,
                        two,
                        PolicyRule.verbs("get", "list", "get").apiGroups("").resources("pods"),
                        PolicyRule.verbs("get").apiGroups("").resources("pods").withResourceNames("n"),
                        PolicyRule.verbs("get").apiGroups("apps").resources("pods"));
    }

    @Test
    void describesItselfAsKubernetesDoes() {
        PolicyRule rule = PolicyRule.builder()
                .verbs(List.of("v1", "v2"))
                .apiGroups(List.of("a"))
                .resources(List.of("r"))
                .resourceNames(List.of("n\""))
                .nonResourceUrls(List.of("/u"))
                .build();
        assertThat(rule)
                .hasToString(
                        "{APIGroups:[\"a\"], Resources:[\"r\"], NonResourceURLs:[\"/u\"], ResourceNames:[\"n\\\"\"],"
                                + " Verbs:[\"v1\" \"v2\"]}");
        assertThat(PolicyRule.builder().build()).hasToString("{}");
    }

    @Test
    void normalizedIsSortedAndWithoutRepetitions() {
        PolicyRule rule = PolicyRule.builder()
                .verbs(List.of("list", "get", "list"))
                .apiGroups(List.of("b", "", "b"))
                .resources(List.of("z", "a"))
                .resourceNames(List.of("n", "m", "n"))
                .build();
        assertThat(rule.normalized())
                .isEqualTo(PolicyRule.verbs("get", "list")
                        .apiGroups("", "b")
                        .resources("a", "z")
                        .withResourceNames("m", "n"));
    }

    @Test
    void aBuilderBeginsAsTheRuleThatItIsOf() {
        PolicyRule rule = PolicyRule.builder()
                .verbs("get", "list")
                .apiGroups("", "apps")
                .resources("pods")
                .resourceNames("x")
                .nonResourceUrls("/y")
                .build();
        assertThat(rule.toBuilder().build()).isEqualTo(rule);
        assertThat(List.of(
                        rule.toBuilder().verbs("get").build(),
                        rule.toBuilder().apiGroups("").build(),
                        rule.toBuilder().resources("nodes").build(),
                        rule.toBuilder().resourceNames("z").build(),
                        rule.toBuilder().nonResourceUrls("/z").build()))
                .doesNotContain(rule);
        assertThat(rule.toBuilder().verbs(List.of("watch")).build())
                .hasToString(rule.toString().replace("\"get\" \"list\"", "\"watch\""));
    }
}
