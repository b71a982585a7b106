package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.net.HostNames;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Checks the value of the extension nameConstraints as Kubernetes' certificate reader does (RFC 5280, section 4.2.1.10). */
final class NameConstraintsCheck {

    private static final String INVALID = "x509: invalid NameConstraints extension";

    /** What may stand before the {@code @} of a mailbox that is not quoted: atoms and dots (RFC 2822, section 3.2.4). */
    private static final String ATOMS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.";

    private static final String NEVER_ESCAPED = "\0\n\r";
    private static final String NEVER_QUOTED = NEVER_ESCAPED + "\t";

    private NameConstraintsCheck() {}

    /** Checks the value, and returns whether all constraints are of kinds that Kubernetes compares names with. */
    static boolean check(DerInput value, KubernetesRelease release) throws MalformedDer {
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
        boolean understood = true;
        for (DerInput trees : subtrees) {
            while (!trees.isEmpty()) {
                DerValue base =
                        MalformedDer.instead(INVALID, () -> trees.sequence("").any());
                understood &= base.tagClass() == DerInput.CONTEXT
                        && !base.isConstructed()
                        && isUnderstood(base.tag(), base.content(), release);
            }
        }
        return understood;
    }

    private static boolean isUnderstood(int kind, byte[] content, KubernetesRelease release) throws MalformedDer {
        switch (kind) {
            case SubjectAltNamesReader.DNS_NAME -> checkDomain("dnsName", text(content), release);
            case SubjectAltNamesReader.IP_ADDRESS -> checkRange(content);
            case SubjectAltNamesReader.RFC822_NAME -> {
                String text = text(content);
                if (text.indexOf('@') < 0) {
                    checkDomain("rfc822Name", text, release);
                } else if (!isMailbox(text)) {
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

    /** RFC 2821, section 4.1.2; outside of quotes, too, a backslash takes any character (RFC 3696, section 3). */
    private static boolean isMailbox(String text) {
        boolean quoted = text.startsWith("\"");
        StringBuilder local = new StringBuilder();
        int at = quoted ? 1 : 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
                if (at == text.length() || quoted && NEVER_ESCAPED.indexOf(text.charAt(at)) >= 0) {
                    return false;
                }
            } else if (quoted ? c == '"' : ATOMS.indexOf(c) < 0) {
                break;
            } else if (quoted && NEVER_QUOTED.indexOf(c) >= 0) {
                return false;
            }
            local.append(text.charAt(at));
        }
        int end = quoted ? at + 1 : at;
        return end < text.length()
                && text.charAt(end) == '@'
                && (quoted || HostNames.isDomain(local.toString().replaceAll("[^.]", "x")) && local.length() > 0)
                && HostNames.isDomain(text.substring(end + 1));
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
