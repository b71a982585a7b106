package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.ApprovalDecision.Check;
import io.github.kubetls.internal.net.IpRange;
import io.github.kubetls.internal.text.GoText;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Approves kubelets' serving certificates, which Kubernetes never does by itself: the signer does not check names, so the
 * approver must.
 *
 * <p>A request is approved when it keeps all of the policy's rules; otherwise it is left open, or denied when the policy
 * says so. Four rules always apply: the requester is a node ({@code REQUESTER_IS_NODE}), in the group
 * {@code system:nodes} ({@code REQUESTER_IN_NODES_GROUP}), asks for its own name ({@code USERNAME_IS_COMMON_NAME}), and the
 * signer would sign ({@code SIGNER_NAME}, {@code SIGNER_RULES}). Each of the others is switched on by its builder method and
 * reported under its own name, however many others fail.
 *
 * <p>A name that no rule looks at is not approved: DNS names need {@link Builder#nodeNames nodeNames},
 * {@link Builder#dnsNamesOfNode dnsNamesOfNode} or {@link Builder#dnsPatterns dnsPatterns}, IP addresses need {@code nodeNames}
 * or {@link Builder#ipRanges ipRanges}. A request with such a name ({@code DNS_NAMES_COVERED},
 * {@code IP_ADDRESSES_COVERED}) is left open, also by a policy that denies: it breaks no rule, and the policy has no
 * opinion on it.
 *
 * <pre>{@code
 * ApprovalPolicy policy = KubeletServingPolicy.builder()
 *     .nodeNames(node -> Optional.of(SubjectAltNames.of(node, "10.0.0.9")))
 *     .maximumDuration(Duration.ofDays(365)).build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#client-and-serving-certificates">
 *     Client and serving certificates</a>
 */
public final class KubeletServingPolicy implements ApprovalPolicy {

    private static final String DNS_NAMES_COVERED = "DNS_NAMES_COVERED";
    private static final String IP_ADDRESSES_COVERED = "IP_ADDRESSES_COVERED";

    private final KubernetesRelease release;
    private final String reason;
    private final boolean denyFailures;
    private final @Nullable Function<String, Optional<SubjectAltNames>> nodeNames;
    private final boolean dnsNamesOfNode;
    private final @Nullable List<Pattern> dnsPatterns;
    private final @Nullable List<IpRange> ipRanges;
    private final int maximumDnsNames;
    private final @Nullable Duration maximumDuration;

    private KubeletServingPolicy(Builder builder) {
        this.release = builder.release;
        this.reason = builder.reason;
        this.denyFailures = builder.denyFailures;
        this.nodeNames = builder.nodeNames;
        this.dnsNamesOfNode = builder.dnsNamesOfNode;
        this.dnsPatterns = builder.dnsPatterns;
        this.ipRanges = builder.ipRanges;
        this.maximumDnsNames = builder.maximumDnsNames;
        this.maximumDuration = builder.maximumDuration;
    }

    /** {@return a builder with the rules that always apply, which approve no name and so no request} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ApprovalDecision evaluate(CertificateSigningRequest csr) {
        Optional<ApprovalDecision> decided = ApprovalDecision.ifDecided(csr);
        if (decided.isPresent()) {
            return decided.get();
        }
        if (!csr.signerName().equals(SignerName.KUBELET_SERVING)) {
            return ApprovalDecision.open(
                    "SIGNER_NAME", "signerName is " + csr.signerName() + ", not " + SignerName.KUBELET_SERVING);
        }
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("SIGNER_NAME", true, "signerName is " + csr.signerName()));
        try {
            check(csr, csr.request(release), checks);
        } catch (InvalidFormatException e) {
            checks.add(new Check("REQUEST", false, e.rule()));
        }
        return decide(checks);
    }

    private ApprovalDecision decide(List<Check> checks) {
        List<String> failed = checks.stream()
                .filter(check -> !check.passed())
                .map(Check::message)
                .toList();
        if (failed.isEmpty()) {
            return ApprovalDecision.approved(reason, "All rules for kubelet serving certificates are kept.")
                    .withChecks(checks);
        }
        String message = String.join("; ", failed);
        boolean breaksRule = checks.stream()
                .anyMatch(check -> !check.passed()
                        && !check.rule().equals(DNS_NAMES_COVERED)
                        && !check.rule().equals(IP_ADDRESSES_COVERED));
        ApprovalDecision decision = denyFailures && breaksRule
                ? ApprovalDecision.denied("PolicyViolation", message)
                : ApprovalDecision.open(message);
        return decision.withChecks(checks);
    }

    private void check(CertificateSigningRequest csr, CertificateRequest request, List<Check> checks) {
        UserInfo requester = csr.requester();
        String commonName = request.subject().commonName();
        boolean isNode = requester.name().startsWith(UserInfo.NODE_NAME_PREFIX);
        checks.add(Check.of(
                "REQUESTER_IS_NODE",
                isNode,
                "the requester is a node",
                "the requester " + requester.name() + " is not a node"));
        checks.add(Check.of(
                "REQUESTER_IN_NODES_GROUP",
                requester.isMemberOf(UserInfo.NODES_GROUP),
                "the requester is in system:nodes",
                "the requester is not in the group system:nodes"));
        checks.add(Check.of(
                "USERNAME_IS_COMMON_NAME",
                requester.name().equals(commonName),
                "the requester asks for its own name",
                "the requester " + requester.name() + " asks for the name " + commonName));
        checks.addAll(Check.signerRules(
                csr.signerName().violations(request, csr.usages(), release), "the signer would sign"));
        String nodeName = isNode ? requester.name().substring(UserInfo.NODE_NAME_PREFIX.length()) : "";
        checkNames(nodeName, request.subjectAltNames(), checks);
        checkDuration(csr, checks);
    }

    private void checkNames(String nodeName, SubjectAltNames names, List<Check> checks) {
        checkCoverage(names, checks);
        if (nodeNames != null) {
            checks.add(ofTheNode(nodeName, names, nodeNames));
        }
        if (dnsNamesOfNode) {
            report(
                    checks,
                    "DNS_NAMES_OF_NODE",
                    rejected(names.dnsNames(), name -> isNameOfNode(name, nodeName)),
                    "are neither the node's name nor below it");
        }
        if (dnsPatterns != null) {
            List<Pattern> patterns = dnsPatterns;
            report(
                    checks,
                    "DNS_PATTERNS",
                    rejected(
                            names.dnsNames(),
                            name -> patterns.stream()
                                    .anyMatch(pattern -> pattern.matcher(name).matches())),
                    "match no pattern");
        }
        if (ipRanges != null) {
            report(checks, "IP_RANGES", outside(names, ipRanges), "are outside the ranges");
        }
        if (maximumDnsNames >= 0) {
            checks.add(Check.of(
                    "MAXIMUM_DNS_NAMES",
                    names.dnsNames().size() <= maximumDnsNames,
                    names.dnsNames().size() + " DNS names",
                    names.dnsNames().size() + " DNS names are more than " + maximumDnsNames));
        }
    }

    /** Whether somebody looks at the names at all. */
    private void checkCoverage(SubjectAltNames names, List<Check> checks) {
        boolean dnsNamesCovered = nodeNames != null || dnsNamesOfNode || dnsPatterns != null;
        if (!dnsNamesCovered && !names.dnsNames().isEmpty()) {
            checks.add(new Check(
                    DNS_NAMES_COVERED, false, "no rule of this policy covers the DNS names " + names.dnsNames()));
        }
        boolean addressesCovered = nodeNames != null || ipRanges != null;
        if (!addressesCovered && !names.ipAddresses().isEmpty()) {
            checks.add(new Check(
                    IP_ADDRESSES_COVERED,
                    false,
                    "no rule of this policy covers the IP addresses " + names.ipAddressTexts()));
        }
    }

    /** The node's name itself or a name below it; {@code node1} does not stand for {@code node10.evil}. */
    private static boolean isNameOfNode(String dnsName, String nodeName) {
        String name = dnsName.toLowerCase(Locale.ROOT);
        String node = nodeName.toLowerCase(Locale.ROOT);
        return !node.isEmpty() && (name.equals(node) || name.startsWith(node + "."));
    }

    private static Check ofTheNode(
            String nodeName, SubjectAltNames names, Function<String, Optional<SubjectAltNames>> nodes) {
        Optional<SubjectAltNames> known = nodes.apply(nodeName);
        if (known.isEmpty()) {
            return new Check("NODE_NAMES", false, "the node " + nodeName + " is not known");
        }
        Set<String> own = new HashSet<>(known.get().ipAddressTexts());
        known.get().dnsNames().forEach(name -> own.add(name.toLowerCase(Locale.ROOT)));
        List<String> asked = new ArrayList<>(names.dnsNames());
        asked.addAll(names.ipAddressTexts());
        List<String> foreign = rejected(asked, name -> own.contains(name.toLowerCase(Locale.ROOT)));
        return Check.of(
                "NODE_NAMES",
                foreign.isEmpty(),
                "all names are the node's",
                "names " + foreign + " are not the node's");
    }

    private static List<String> outside(SubjectAltNames names, List<IpRange> ranges) {
        List<String> outside = new ArrayList<>();
        for (int i = 0; i < names.ipAddresses().size(); i++) {
            InetAddress address = names.ipAddresses().get(i);
            if (ranges.stream().noneMatch(range -> range.contains(address))) {
                outside.add(names.ipAddressTexts().get(i));
            }
        }
        return outside;
    }

    private static List<String> rejected(List<String> names, Function<String, Boolean> accepts) {
        return names.stream().filter(name -> !accepts.apply(name)).toList();
    }

    private static void report(List<Check> checks, String rule, List<String> rejected, String why) {
        checks.add(Check.of(rule, rejected.isEmpty(), "all names are allowed", "names " + rejected + " " + why));
    }

    private void checkDuration(CertificateSigningRequest csr, List<Check> checks) {
        Duration maximum = maximumDuration;
        if (maximum != null) {
            Duration requested = Duration.ofSeconds(csr.expirationSeconds().orElse(0));
            checks.add(Check.of(
                    "MAXIMUM_DURATION",
                    requested.compareTo(maximum) <= 0,
                    requested.isZero() ? "no duration is asked for" : "the duration is allowed",
                    "the requested duration of " + requested.toSeconds() + " seconds is more than "
                            + maximum.toSeconds()));
        }
    }

    /** Collects the rules of a {@link KubeletServingPolicy}. */
    public static final class Builder {
        private KubernetesRelease release = KubernetesRelease.latest();
        private String reason = "AutoApproved";
        private boolean denyFailures;
        private @Nullable Function<String, Optional<SubjectAltNames>> nodeNames;
        private boolean dnsNamesOfNode;
        private @Nullable List<Pattern> dnsPatterns;
        private @Nullable List<IpRange> ipRanges;
        private int maximumDnsNames = -1;
        private @Nullable Duration maximumDuration;

        private Builder() {}

        /**
         * {@return this builder, with the release whose signer is meant; the latest one without it}
         *
         * @param release the release
         */
        public Builder release(KubernetesRelease release) {
            this.release = Objects.requireNonNull(release, "release");
            return this;
        }

        /**
         * {@return this builder, with the reason of approvals; {@code AutoApproved} without it}
         *
         * @param reason one word
         */
        public Builder reason(String reason) {
            this.reason = Objects.requireNonNull(reason, "reason");
            return this;
        }

        /**
         * {@return this builder, denying what breaks a rule rather than leaving it open; a denial is final} A request that
         * only has names that no rule covers stays open.
         */
        public Builder denyFailures() {
            this.denyFailures = true;
            return this;
        }

        /**
         * {@return this builder, with the rule {@code NODE_NAMES}: every DNS name and IP address is one of the node's}
         *
         * @param nodeNames gives the names and addresses of a node by its name, or empty for one that is not known
         */
        public Builder nodeNames(Function<String, Optional<SubjectAltNames>> nodeNames) {
            this.nodeNames = Objects.requireNonNull(nodeNames, "nodeNames");
            return this;
        }

        /**
         * {@return this builder, with the rule {@code DNS_NAMES_OF_NODE}: every DNS name is the node's name, or begins with
         * it and a dot}
         */
        public Builder dnsNamesOfNode() {
            this.dnsNamesOfNode = true;
            return this;
        }

        /**
         * {@return this builder, with the rule {@code DNS_PATTERNS}: every DNS name matches one of the patterns as a whole}
         *
         * @param patterns the patterns
         */
        public Builder dnsPatterns(Pattern... patterns) {
            return dnsPatterns(List.of(patterns));
        }

        /**
         * {@return this builder, with the rule {@code DNS_PATTERNS}: every DNS name matches one of the patterns as a whole}
         *
         * @param patterns the patterns
         */
        public Builder dnsPatterns(List<Pattern> patterns) {
            this.dnsPatterns = List.copyOf(patterns);
            return this;
        }

        /**
         * {@return this builder, with the rule {@code IP_RANGES}: every IP address is within one of the ranges}
         *
         * @param ranges ranges such as {@code 10.0.0.0/8} and {@code fd00::/8}
         * @throws IllegalArgumentException when a text is not a range
         */
        public Builder ipRanges(String... ranges) {
            return ipRanges(List.of(ranges));
        }

        /**
         * {@return this builder, with the rule {@code IP_RANGES}: every IP address is within one of the ranges}
         *
         * @param ranges ranges such as {@code 10.0.0.0/8} and {@code fd00::/8}
         * @throws IllegalArgumentException when a text is not a range
         */
        public Builder ipRanges(List<String> ranges) {
            List<IpRange> parsed = new ArrayList<>();
            for (String range : ranges) {
                parsed.add(IpRange.parse(range)
                        .orElseThrow(() -> new IllegalArgumentException(
                                GoText.quote(range) + " is not a range of IP addresses such as 10.0.0.0/8")));
            }
            this.ipRanges = List.copyOf(parsed);
            return this;
        }

        /**
         * {@return this builder, with the rule {@code MAXIMUM_DNS_NAMES}: there are at most so many DNS names}
         *
         * @param maximum the largest number
         * @throws IllegalArgumentException when it is negative
         */
        public Builder maximumDnsNames(int maximum) {
            if (maximum < 0) {
                throw new IllegalArgumentException("the largest number of DNS names must not be negative");
            }
            this.maximumDnsNames = maximum;
            return this;
        }

        /**
         * {@return this builder, with the rule {@code MAXIMUM_DURATION}: {@code spec.expirationSeconds} is at most this} A
         * request that does not ask for a duration gets the signer's.
         *
         * @param maximum the longest duration
         */
        public Builder maximumDuration(Duration maximum) {
            this.maximumDuration = Objects.requireNonNull(maximum, "maximum");
            return this;
        }

        /** {@return the policy} */
        public KubeletServingPolicy build() {
            return new KubeletServingPolicy(this);
        }
    }
}
