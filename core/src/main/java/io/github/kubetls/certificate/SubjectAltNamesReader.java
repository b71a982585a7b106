package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.net.GoUrl;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and writes the value of the extension subjectAltName as Kubernetes does. */
final class SubjectAltNamesReader {

    /** Extension subjectAltName. */
    static final String OID = "2.5.29.17";

    static final int RFC822_NAME = 1;
    static final int DNS_NAME = 2;
    static final int URI = 6;
    static final int IP_ADDRESS = 7;

    private static final Map<Integer, String> OTHER_KINDS = Map.of(
            0, "otherName",
            3, "x400Address",
            4, "directoryName",
            5, "ediPartyName",
            8, "registeredID");

    private static final int HIGHEST_TAG = 30;

    /** What was read: the names, and the kinds of those that Kubernetes does not see. */
    record Result(SubjectAltNames names, List<String> unseen) {}

    private final List<String> dnsNames = new ArrayList<>();
    private final List<String> emailAddresses = new ArrayList<>();
    private final List<InetAddress> ipAddresses = new ArrayList<>();
    private final List<String> uris = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();

    private final KubernetesRelease release;

    private SubjectAltNamesReader(KubernetesRelease release) {
        this.release = release;
    }

    /** Reads the names of a certificate that was read already, by whatever release. */
    static Result read(DerInput value) throws MalformedDer {
        return read(value, Feature.URL_BRACKETS_STRICT.lastWithout());
    }

    static Result read(DerInput value, KubernetesRelease release) throws MalformedDer {
        DerInput names =
                MalformedDer.instead("x509: invalid subject alternative names", () -> value.sequence("GeneralNames"));
        SubjectAltNamesReader reader = new SubjectAltNamesReader(release);
        while (!names.isEmpty()) {
            DerValue name = MalformedDer.instead("x509: invalid subject alternative name", names::any);
            if (name.tag() > HIGHEST_TAG) {
                throw new MalformedDer("x509: invalid subject alternative name");
            }
            if (name.tagClass() == DerInput.CONTEXT && !name.isConstructed()) {
                reader.put(name.tag(), name.content());
            } else {
                reader.unseen.add(OTHER_KINDS.getOrDefault(name.tag(), "name of kind " + name.tag()));
            }
        }
        return new Result(
                SubjectAltNames.builder()
                        .dnsNames(reader.dnsNames)
                        .emailAddresses(reader.emailAddresses)
                        .ipAddresses(reader.ipAddresses)
                        .checkedUris(reader.uris)
                        .build(),
                List.copyOf(reader.unseen));
    }

    private void put(int kind, byte[] content) throws MalformedDer {
        switch (kind) {
            case DNS_NAME -> dnsNames.add(ascii(content, "dNSName"));
            case RFC822_NAME -> emailAddresses.add(ascii(content, "rfc822Name"));
            case URI -> uris.add(uri(ascii(content, "uniformResourceIdentifier"), release));
            case IP_ADDRESS -> {
                if (content.length != 4 && content.length != 16) {
                    throw new MalformedDer("x509: cannot parse IP address of length " + content.length);
                }
                ipAddresses.add(IpText.address(content));
            }
            default -> unseen.add(OTHER_KINDS.getOrDefault(kind, "name of kind " + kind));
        }
    }

    /** Checks a URI of ASCII characters and writes it in the form that an issued certificate has. */
    static String uri(String text, KubernetesRelease release) throws MalformedDer {
        String why;
        try {
            GoUrl url = GoUrl.read(text, release);
            if (url.hasDomain()) {
                return url.toString();
            }
            why = "invalid domain";
        } catch (GoUrl.Malformed e) {
            why = e.getMessage();
        }
        throw new MalformedDer("x509: cannot parse URI " + GoText.quote(text) + ": " + why);
    }

    private static String ascii(byte[] content, String kind) throws MalformedDer {
        if (!GoText.isAscii(content)) {
            throw new MalformedDer("x509: SAN " + kind + " is malformed");
        }
        return new String(content, StandardCharsets.US_ASCII);
    }

    static byte[] write(SubjectAltNames names) {
        List<byte[]> all = new ArrayList<>();
        writeTexts(DNS_NAME, names.dnsNames(), all);
        writeTexts(RFC822_NAME, names.emailAddresses(), all);
        for (InetAddress address : names.ipAddresses()) {
            all.add(DerOutput.taggedPrimitive(IP_ADDRESS, address.getAddress()));
        }
        writeTexts(URI, names.uris(), all);
        return DerOutput.sequence(all);
    }

    private static void writeTexts(int kind, List<String> texts, List<byte[]> all) {
        for (String text : texts) {
            all.add(DerOutput.taggedPrimitive(kind, text.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
