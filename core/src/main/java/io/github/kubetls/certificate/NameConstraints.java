package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.ChainVerifier.Refusal;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.net.HostNames;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The extension nameConstraints as Kubernetes reads it, and compares names with it (RFC 5280, section 4.2.1.10). */
final class NameConstraints {

    /**
     * Where a subtree of names begins.
     *
     * @param content its bytes
     * @param text    as text, but for an address
     * @param domain  in lower case; of a mailbox, the part before the {@code @} is as it is
     */
    private record Base(byte[] content, String text, String domain) {

        static Base of(int kind, byte[] content) {
            String text =
                    kind == SubjectAltNamesReader.IP_ADDRESS ? "" : new String(content, StandardCharsets.US_ASCII);
            Optional<Mailbox> mailbox =
                    kind == SubjectAltNamesReader.RFC822_NAME ? Mailbox.parse(text) : Optional.empty();
            return new Base(content, text, mailbox.map(Mailbox::comparable).orElse(text.toLowerCase(Locale.ROOT)));
        }
    }

    private static final String INVALID = "x509: invalid NameConstraints extension";

    /** The kinds of names that are compared, in the order in which they are, by what messages call them. */
    private static final Map<Integer, String> KINDS = kinds();

    /** As many comparisons as Go made before 1.36; more are refused in any release. */
    private static final int MOST_COMPARISONS = 250_000;

    private final Map<Integer, List<Base>> permitted = new HashMap<>();
    private final Map<Integer, List<Base>> excluded = new HashMap<>();
    private final boolean isUnderstood;

    private static Map<Integer, String> kinds() {
        Map<Integer, String> kinds = new LinkedHashMap<>();
        kinds.put(SubjectAltNamesReader.IP_ADDRESS, "IP address");
        kinds.put(SubjectAltNamesReader.DNS_NAME, "DNS name");
        kinds.put(SubjectAltNamesReader.URI, "URI");
        kinds.put(SubjectAltNamesReader.RFC822_NAME, "email address");
        return kinds;
    }

    /** Reads the value as a release does. */
    NameConstraints(DerInput value, KubernetesRelease release) throws MalformedDer {
        DerInput[] subtrees = MalformedDer.instead(INVALID, () -> {
            DerInput constraints = value.sequence("");
            DerValue permitted = constraints.optionalTagged(0);
            DerValue excluded = constraints.optionalTagged(1);
            if (!value.isEmpty() || !constraints.isEmpty()) {
                throw new MalformedDer(INVALID);
            }
            DerInput none = new DerInput(new byte[0]);
            return new DerInput[] {
                permitted == null ? none : permitted.open(), excluded == null ? none : excluded.open()
            };
        });
        if (subtrees[0].isEmpty() && subtrees[1].isEmpty()) {
            throw new MalformedDer("x509: empty name constraints extension");
        }
        this.isUnderstood = read(subtrees[0], permitted, release) & read(subtrees[1], excluded, release);
    }

    private static boolean read(DerInput trees, Map<Integer, List<Base>> bases, KubernetesRelease release)
            throws MalformedDer {
        boolean understood = true;
        while (!trees.isEmpty()) {
            DerValue base =
                    MalformedDer.instead(INVALID, () -> trees.sequence("").any());
            boolean known = base.tagClass() == DerInput.CONTEXT
                    && !base.isConstructed()
                    && isUnderstood(base.tag(), base.content(), release);
            if (known) {
                bases.computeIfAbsent(base.tag(), kind -> new ArrayList<>()).add(Base.of(base.tag(), base.content()));
            }
            understood &= known;
        }
        return understood;
    }

    /** Whether all constraints are of kinds that Kubernetes compares names with. */
    boolean isUnderstood() {
        return isUnderstood;
    }

    /** Refuses names that the CA with these constraints may not sign for. */
    void check(ConstrainedNames names, KubernetesRelease release) throws Refusal {
        int comparisons = 0;
        for (Map.Entry<Integer, String> kind : KINDS.entrySet()) {
            List<Base> within = permitted.getOrDefault(kind.getKey(), List.of());
            List<Base> without = excluded.getOrDefault(kind.getKey(), List.of());
            for (ConstrainedNames.Name name : names.ofKind(kind.getKey())) {
                comparisons += within.size() + without.size();
                if (comparisons > MOST_COMPARISONS) {
                    throw new Refusal("NAMES_EXCESSIVE", "x509: too many name constraints to compare names with");
                }
                if (!HostNames.isDomain(name.domain())) {
                    throw refusal(
                            name.kind() == SubjectAltNamesReader.URI
                                    ? "x509: internal error: URI SAN " + GoText.quote(name.shown()) + " failed to parse"
                                    : "x509: cannot parse dnsName " + GoText.quote(name.shown()));
                }
                if (!name.defect().isEmpty() && !(within.isEmpty() && without.isEmpty())) {
                    throw refusal(name.defect());
                }
                if (!within.isEmpty() && within.stream().noneMatch(base -> isBelow(name, base, release))) {
                    throw refusal(
                            kind.getValue() + " " + GoText.quote(name.shown()) + " is not permitted by any constraint");
                }
                for (Base base : without) {
                    boolean isBelow = isBelow(name, base, release);
                    if (isBelow || standsForAnyBelow(name, base, release)) {
                        throw refusal(kind.getValue() + " " + GoText.quote(name.shown()) + " is excluded by constraint "
                                + GoText.quote(shown(name.kind(), base, isBelow)));
                    }
                }
            }
        }
    }

    static Refusal refusal(String detail) {
        return new Refusal(
                "NAME_FORBIDDEN",
                "x509: a root or intermediate certificate is not authorized to sign for this name: " + detail);
    }

    private static boolean isBelow(ConstrainedNames.Name name, Base base, KubernetesRelease release) {
        if (name.kind() == SubjectAltNamesReader.IP_ADDRESS) {
            return isInRange(name.content(), base.content(), Feature.NAME_CONSTRAINTS_STRICT.in(release));
        }
        return name.kind() == SubjectAltNamesReader.RFC822_NAME && base.domain().indexOf('@') >= 0
                ? base.domain().equals(name.shown())
                : isBelow(name.domain(), base.domain());
    }

    /** RFC 5280 says so of URIs and mailboxes; Kubernetes takes a dot at the beginning for DNS names, too: something must precede it. */
    private static boolean isBelow(String domain, String base) {
        if (base.isEmpty() || base.equals(".")) {
            return base.isEmpty() || !domain.isEmpty();
        }
        return base.startsWith(".") ? domain.endsWith(base) : domain.equals(base) || domain.endsWith("." + base);
    }

    /** Whether a DNS name with a wildcard stands for names of which one is excluded. */
    private static boolean standsForAnyBelow(ConstrainedNames.Name name, Base base, KubernetesRelease release) {
        if (!name.domain().startsWith("*") || !Feature.WILDCARD_NAMES_EXCLUDED.in(release)) {
            return false;
        }
        String parent = withoutFirstLabel(base.domain());
        return !parent.isEmpty() && name.domain().endsWith(parent) && parent.equals(withoutFirstLabel(name.domain()));
    }

    private static String withoutFirstLabel(String domain) {
        return domain.indexOf('.') < 0 ? "" : domain.substring(domain.indexOf('.'));
    }

    private static boolean isInRange(byte[] address, byte[] range, boolean strict) {
        int length = range.length / 2;
        if (address.length != length) {
            return false;
        }
        // An IPv4 address in IPv6 is one of IPv4 then, and so is the range.
        boolean mapped = strict && isMapped(address);
        if (mapped && !isMapped(range)) {
            return false;
        }
        for (int i = mapped ? 12 : 0; i < length; i++) {
            if (((address[i] ^ range[i]) & range[length + i]) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMapped(byte[] address) {
        return address.length >= 16 && IpText.address(Arrays.copyOf(address, 16)) instanceof Inet4Address;
    }

    private static String shown(int kind, Base base, boolean asWritten) {
        return kind == SubjectAltNamesReader.IP_ADDRESS
                ? shown(base.content())
                : asWritten && kind != SubjectAltNamesReader.RFC822_NAME ? base.text() : base.domain();
    }

    private static String shown(byte[] base) {
        int length = base.length / 2;
        int bits = isMapped(base) ? -96 : 0;
        for (int i = length; i < base.length; i++) {
            bits += Integer.bitCount(base[i] & 0xFF);
        }
        return IpText.format(IpText.address(Arrays.copyOf(base, length))) + "/" + Math.max(bits, 0);
    }

    private static boolean isUnderstood(int kind, byte[] content, KubernetesRelease release) throws MalformedDer {
        switch (kind) {
            case SubjectAltNamesReader.DNS_NAME -> checkDomain("dnsName", text(content), release);
            case SubjectAltNamesReader.IP_ADDRESS -> checkRange(content);
            case SubjectAltNamesReader.RFC822_NAME -> {
                String text = text(content);
                if (text.indexOf('@') < 0) {
                    checkDomain("rfc822Name", text, release);
                } else if (Mailbox.parse(text).isEmpty()) {
                    throw unparseable("rfc822Name", text);
                }
            }
            case SubjectAltNamesReader.URI -> {
                String text = text(content);
                if (IpText.parse(text).isPresent()) {
                    throw new MalformedDer(
                            "x509: failed to parse URI constraint " + GoText.quote(text) + ": cannot be IP address");
                }
                checkDomain("URI", text, release);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] content) throws MalformedDer {
        if (!GoText.isAscii(content)) {
            throw new MalformedDer("x509: invalid constraint value: x509: " + GoText.quote(GoText.of(content))
                    + " cannot be encoded as an IA5String");
        }
        return new String(content, StandardCharsets.US_ASCII);
    }

    private static void checkDomain(String kind, String text, KubernetesRelease release) throws MalformedDer {
        boolean isDot = text.equals(".") && Feature.DOT_CONSTRAINTS_REFUSED.in(release);
        if (isDot || !HostNames.isDomain(text.startsWith(".") ? text.substring(1) : text)) {
            throw unparseable(kind, text);
        }
    }

    private static MalformedDer unparseable(String kind, String text) {
        return new MalformedDer("x509: failed to parse " + kind + " constraint " + GoText.quote(text));
    }

    private static void checkRange(byte[] content) throws MalformedDer {
        if (content.length != 8 && content.length != 32) {
            throw new MalformedDer("x509: IP constraint contained value of length " + content.length);
        }
        byte[] mask = Arrays.copyOfRange(content, content.length / 2, content.length);
        boolean ended = false;
        for (int i = 0; i < 8 * mask.length; i++) {
            boolean set = (mask[i / 8] & 0x80 >> i % 8) != 0;
            if (set && ended) {
                throw new MalformedDer("x509: IP constraint contained invalid mask "
                        + HexFormat.of().formatHex(mask));
            }
            ended |= !set;
        }
    }
}
