package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.ApprovalDecision.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/certificate-signing-requests.md, 9.3. */
class KubeletServingPolicyTest {

    private static CertificateSigningRequest csr(CertificateRequest request, UserInfo requester) {
        return CertificateSigningRequest.kubeletServing(request).requestedBy(requester);
    }

    private static CertificateSigningRequest node1(String... names) {
        return csr(Requests.serving("node1", names), UserInfo.node("node1"));
    }

    @Test
    void approvesANodeThatAsksForItself() {
        ApprovalDecision decision = KubeletServingPolicy.builder()
                .nodeNames(name -> Optional.of(SubjectAltNames.of(name, "10.0.0.1")))
                .build()
                .evaluate(node1("node1", "10.0.0.1"));
        assertThat(decision.isApproved()).isTrue();
        assertThat(decision.reason()).isEqualTo("AutoApproved");
        assertThat(decision.checks())
                .extracting(Check::rule)
                .containsExactly(
                        "SIGNER_NAME",
                        "REQUESTER_IS_NODE",
                        "REQUESTER_IN_NODES_GROUP",
                        "USERNAME_IS_COMMON_NAME",
                        "SIGNER_RULES",
                        "NODE_NAMES");
    }

    /** A name that nobody looked at must not get a certificate: the signer does not check names. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("uncovered")
    void hasNoOpinionOfNamesThatNoRuleCovers(
            String reason, KubeletServingPolicy.Builder builder, CertificateSigningRequest csr, List<String> rules) {
        for (KubeletServingPolicy policy :
                List.of(builder.build(), builder.denyFailures().build())) {
            ApprovalDecision decision = policy.evaluate(csr);
            assertThat(decision.verdict()).as(reason).isEqualTo(ApprovalDecision.Verdict.OPEN);
            assertThat(decision.failures()).extracting(Check::rule).isEqualTo(rules);
            assertThat(decision.message()).startsWith("no rule of this policy covers the ");
        }
    }

    static Stream<Arguments> uncovered() {
        String dns = "DNS_NAMES_COVERED";
        String ip = "IP_ADDRESSES_COVERED";
        return Stream.of(
                arguments("no rule", builder(), node1("kubernetes.default.svc"), List.of(dns)),
                arguments("no rule, both kinds", builder(), node1("node1", "10.0.0.1"), List.of(dns, ip)),
                arguments(
                        "rules that look at no name",
                        builder().maximumDnsNames(9).maximumDuration(Duration.ofDays(1)),
                        node1("node1"),
                        List.of(dns)),
                arguments("DNS names only", builder().dnsNamesOfNode(), node1("node1", "8.8.8.8", "::1"), List.of(ip)),
                arguments(
                        "patterns only",
                        builder().dnsPatterns(List.of(Pattern.compile(".*"))),
                        node1("node1", "8.8.8.8"),
                        List.of(ip)),
                arguments(
                        "addresses only",
                        builder().ipRanges(List.of("10.0.0.0/8")),
                        node1("node1", "10.0.0.1"),
                        List.of(dns)));
    }

    private static KubeletServingPolicy.Builder builder() {
        return KubeletServingPolicy.builder();
    }

    @Test
    void deniesWhatBreaksARuleWhateverElseIsNotCovered() {
        ApprovalDecision decision =
                builder().dnsNamesOfNode().denyFailures().build().evaluate(node1("kubernetes", "10.0.0.1"));
        assertThat(decision.verdict()).isEqualTo(ApprovalDecision.Verdict.DENIED);
        assertThat(decision.failures())
                .extracting(Check::rule)
                .containsExactly("IP_ADDRESSES_COVERED", "DNS_NAMES_OF_NODE");
    }

    @Test
    void reportsEveryBrokenRuleAndLeavesTheRequestOpen() {
        CertificateSigningRequest csr = csr(Requests.serving("node1"), UserInfo.of("admin"));
        ApprovalDecision decision = KubeletServingPolicy.builder().build().evaluate(csr);
        assertThat(decision.verdict()).isEqualTo(ApprovalDecision.Verdict.OPEN);
        assertThat(decision.failures())
                .extracting(Check::rule)
                .containsExactly(
                        "REQUESTER_IS_NODE", "REQUESTER_IN_NODES_GROUP", "USERNAME_IS_COMMON_NAME", "SIGNER_RULES");
        assertThat(decision.message()).contains("DNS or IP subjectAltName is required");
        ApprovalDecision denied =
                KubeletServingPolicy.builder().denyFailures().build().evaluate(csr);
        assertThat(denied.verdict()).isEqualTo(ApprovalDecision.Verdict.DENIED);
        assertThat(denied.reason()).isEqualTo("PolicyViolation");
    }

    @Test
    void oneNodeCannotAskForAnother() {
        assertThat(KubeletServingPolicy.builder()
                        .dnsPatterns(Pattern.compile("node[12]"))
                        .build()
                        .evaluate(csr(Requests.serving("node2", "node2"), UserInfo.node("node1")))
                        .failures())
                .extracting(Check::rule)
                .containsExactly("USERNAME_IS_COMMON_NAME");
    }

    static Stream<Arguments> rules() {
        UnaryOperator<KubeletServingPolicy.Builder> known = builder -> builder.nodeNames(name -> name.equals("node1")
                ? Optional.of(SubjectAltNames.of("node1", "10.0.0.1", "fd00::1"))
                : Optional.empty());
        UnaryOperator<KubeletServingPolicy.Builder> none = builder -> builder.nodeNames(name -> Optional.empty());
        UnaryOperator<KubeletServingPolicy.Builder> prefix = KubeletServingPolicy.Builder::dnsNamesOfNode;
        UnaryOperator<KubeletServingPolicy.Builder> patterns =
                builder -> builder.dnsPatterns(Pattern.compile("node[0-9]+"), Pattern.compile("x"));
        UnaryOperator<KubeletServingPolicy.Builder> ranges = builder -> builder.ipRanges("10.0.0.0/24", "fd00::/8");
        UnaryOperator<KubeletServingPolicy.Builder> one =
                builder -> builder.maximumDnsNames(1).dnsNamesOfNode().ipRanges("10.0.0.0/24");
        UnaryOperator<KubeletServingPolicy.Builder> zero =
                builder -> builder.maximumDnsNames(0).dnsNamesOfNode().ipRanges("10.0.0.0/24");
        return Stream.of(
                arguments("own names", known, node1("node1", "fd00::1"), ""),
                arguments("names in another case", known, node1("NODE1"), ""),
                arguments("a foreign DNS name", known, node1("node1", "kubernetes"), "NODE_NAMES"),
                arguments("a foreign address", known, node1("10.0.0.2"), "NODE_NAMES"),
                arguments("an unknown node", none, node1("node1"), "NODE_NAMES"),
                arguments("the node's name", prefix, node1("node1", "node1.example.test"), ""),
                arguments("a longer name is not below it", prefix, node1("node10.evil"), "DNS_NAMES_OF_NODE"),
                arguments("matches as a whole", patterns, node1("node7", "x"), ""),
                arguments("matches in part", patterns, node1("xnode7"), "DNS_PATTERNS"),
                arguments("within the ranges", ranges, node1("10.0.0.255", "fdff::1"), ""),
                arguments("beside a range", ranges, node1("10.0.1.0"), "IP_RANGES"),
                arguments("of the other family", ranges, node1("::1"), "IP_RANGES"),
                arguments("one name", one, node1("node1", "10.0.0.1", "10.0.0.2"), ""),
                arguments("no name", zero, node1("10.0.0.1"), ""),
                arguments("a name where there may be none", zero, node1("node1"), "MAXIMUM_DNS_NAMES"),
                arguments("two names", one, node1("node1", "node1.b"), "MAXIMUM_DNS_NAMES"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void checksTheRulesThatAreSwitchedOn(
            String reason,
            UnaryOperator<KubeletServingPolicy.Builder> rule,
            CertificateSigningRequest csr,
            String broken) {
        ApprovalDecision decision =
                rule.apply(KubeletServingPolicy.builder()).build().evaluate(csr);
        assertThat(decision.failures().stream().map(Check::rule))
                .as(reason)
                .isEqualTo(broken.isEmpty() ? List.of() : List.of(broken));
        assertThat(decision.isApproved()).isEqualTo(broken.isEmpty());
    }

    private static String messageOfDuration(ApprovalDecision decision) {
        return decision.checks().stream()
                .filter(check -> check.rule().equals("MAXIMUM_DURATION"))
                .map(ApprovalDecision.Check::message)
                .collect(Collectors.joining());
    }

    @Test
    void limitsTheDuration() {
        KubeletServingPolicy policy = KubeletServingPolicy.builder()
                .dnsNamesOfNode()
                .maximumDuration(Duration.ofHours(1))
                .build();
        for (int seconds : new int[] {600, 3600, 3601}) {
            CertificateSigningRequest csr = CertificateSigningRequest.builder(
                            SignerName.KUBELET_SERVING, Requests.serving("node1", "node1"))
                    .usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.SERVER_AUTH)
                    .expiration(Duration.ofSeconds(seconds))
                    .build()
                    .requestedBy(UserInfo.node("node1"));
            ApprovalDecision decision = policy.evaluate(csr);
            assertThat(decision.isApproved()).isEqualTo(seconds <= 3600);
            assertThat(messageOfDuration(decision))
                    .isEqualTo(
                            decision.isApproved()
                                    ? "the duration is allowed"
                                    : "the requested duration of 3601 seconds is more than 3600");
        }
        ApprovalDecision ofSignersDefault = policy.evaluate(node1("node1"));
        assertThat(ofSignersDefault.isApproved()).isTrue();
        assertThat(messageOfDuration(ofSignersDefault)).isEqualTo("no duration is asked for");
    }

    @Test
    void leavesOtherSignersAndDecidedRequestsOpen() {
        KubeletServingPolicy policy =
                KubeletServingPolicy.builder().denyFailures().build();
        assertThat(policy.evaluate(Requests.kubeletClient()).verdict()).isEqualTo(ApprovalDecision.Verdict.OPEN);
        assertThat(policy.evaluate(node1("node1").withCondition(Condition.denied("", "")))
                        .verdict())
                .isEqualTo(ApprovalDecision.Verdict.OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "x/8", "10.0.0.0/08", "10.0.0.0/", "fd00::/129"})
    void refusesTextsThatAreNoRange(String text) {
        assertThatThrownBy(() -> KubeletServingPolicy.builder().ipRanges(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
