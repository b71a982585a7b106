package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.ChainVerifier.Refusal;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.net.GoUrl;
import io.github.kubetls.internal.net.HostPort;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The alternative names of a certificate, as they are compared with the name constraints of the CAs above it. */
final class ConstrainedNames {

    /**
     * A name.
     *
     * @param kind    which of {@link SubjectAltNamesReader}
     * @param content its bytes
     * @param shown   what it is in a message
     * @param domain  what of it is compared with domains, in lower case; empty of an address
     * @param defect  why it cannot be compared with constraints of its kind; empty when it can
     */
    record Name(int kind, byte[] content, String shown, String domain, String defect) {}

    private final Map<Integer, List<Name>> byKind = new TreeMap<>();

    private ConstrainedNames() {}

    /** Takes names apart; some cannot be compared with any constraints. */
    static ConstrainedNames of(List<DerValue> altNames, KubernetesRelease release) throws Refusal {
        ConstrainedNames names = new ConstrainedNames();
        // The order decides which of several faults is told.
        for (DerValue name : altNames) {
            if (name.tag() == SubjectAltNamesReader.URI) {
                names.add(uri(name.content(), release));
            }
        }
        for (DerValue name : altNames) {
            switch (name.tag()) {
                case SubjectAltNamesReader.RFC822_NAME -> names.add(mailbox(name.content()));
                case SubjectAltNamesReader.DNS_NAME -> {
                    String text = text(name.content());
                    boolean dotIgnored = text.startsWith(".") && !Feature.DOT_CONSTRAINTS_REFUSED.in(release);
                    String domain = (dotIgnored ? text.substring(1) : text).toLowerCase(Locale.ROOT);
                    names.add(new Name(name.tag(), name.content(), text, domain, ""));
                }
                case SubjectAltNamesReader.IP_ADDRESS -> {
                    if (name.content().length != 4 && name.content().length != 16) {
                        throw NameConstraints.refusal("cannot parse IP address of length " + name.content().length);
                    }
                    String text = IpText.format(IpText.address(name.content()));
                    names.add(new Name(name.tag(), name.content(), text, "", ""));
                }
                default -> {}
            }
        }
        return names;
    }

    private void add(Name name) {
        byKind.computeIfAbsent(name.kind, kind -> new ArrayList<>()).add(name);
    }

    List<Name> ofKind(int kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.US_ASCII);
    }

    private static Name mailbox(byte[] content) throws Refusal {
        Mailbox mailbox = Mailbox.parse(text(content))
                .orElseThrow(() -> NameConstraints.refusal("cannot parse rfc822Name " + GoText.quote(text(content))));
        return new Name(
                SubjectAltNamesReader.RFC822_NAME,
                content,
                mailbox.comparable(),
                mailbox.domain().toLowerCase(Locale.ROOT),
                "");
    }

    private static Name uri(byte[] content, KubernetesRelease release) throws Refusal {
        try {
            GoUrl url = GoUrl.read(text(content), release);
            String host = hostOf(url);
            String defect = defect(url, host);
            if (!defect.isEmpty() && Feature.NAME_CONSTRAINTS_STRICT.in(release)) {
                throw NameConstraints.refusal(defect);
            }
            return new Name(SubjectAltNamesReader.URI, content, url.toString(), host, defect);
        } catch (GoUrl.Malformed e) {
            throw NameConstraints.refusal(String.valueOf(e.getMessage()));
        }
    }

    private static String hostOf(GoUrl url) {
        String host = url.host().toLowerCase(Locale.ROOT);
        return host.indexOf(':') >= 0 && !host.endsWith("]")
                ? HostPort.parse(host).map(HostPort::host).orElse("")
                : host;
    }

    private static String defect(GoUrl url, String host) {
        if (host.isEmpty()) {
            return "URI with empty host (" + GoText.quote(url.toString()) + ") cannot be matched against constraints";
        }
        return host.startsWith("[") || IpText.parse(host).isPresent()
                ? "URI with IP (" + GoText.quote(url.toString()) + ") cannot be matched against constraints"
                : "";
    }
}
