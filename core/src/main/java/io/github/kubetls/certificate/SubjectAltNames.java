package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.text.GoText;
import java.net.IDN;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Subject alternative names: DNS names, email addresses, IP addresses and URIs (RFC 5280, section 4.2.1.6).
 *
 * <p>These four kinds are all that Kubernetes reads of a request and writes into a certificate, in this order; within a
 * kind the order is kept. Names are not checked: wildcards, link-local addresses and empty names are legal, and it is
 * the approver's duty to refuse them. An IPv4-mapped IPv6 address is the IPv4 address. Names are ASCII.
 *
 * <pre>{@code
 * SubjectAltNames.builder().dnsNames("worker-1").ipAddresses("10.0.0.9", "fd00::9").build();
 * }</pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6">RFC 5280, section 4.2.1.6</a>
 */
public final class SubjectAltNames {

    private static final int LONGEST_DNS_NAME = 253;
    private static final Pattern DNS_NAME =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?+(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?+)*+");

    private static final SubjectAltNames NONE = builder().build();

    private final List<String> dnsNames;
    private final List<String> emailAddresses;
    private final List<InetAddress> ipAddresses;
    private final List<String> uris;

    private SubjectAltNames(Builder builder) {
        this.dnsNames = builder.dnsNames;
        this.emailAddresses = builder.emailAddresses;
        this.ipAddresses = builder.ipAddresses;
        this.uris = builder.uris;
    }

    /** {@return no names} */
    public static SubjectAltNames none() {
        return NONE;
    }

    /**
     * {@return the names of a certificate, of the kinds that Kubernetes sees; none when they cannot be read}
     *
     * @param certificate the certificate
     */
    public static SubjectAltNames of(X509Certificate certificate) {
        return CertificateReader.extension(certificate, SubjectAltNamesReader.OID, SubjectAltNamesReader::read)
                .map(SubjectAltNamesReader.Result::names)
                .orElse(NONE);
    }

    /**
     * {@return texts sorted into addresses and DNS names, as kubeadm and node addresses do: what parses as an IP
     * address is one}
     *
     * @param names DNS names and IP addresses
     * @throws IllegalArgumentException when a name is not ASCII
     */
    public static SubjectAltNames of(String... names) {
        List<String> dnsNames = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        for (String name : names) {
            IpText.parse(name).ifPresentOrElse(addresses::add, () -> dnsNames.add(name));
        }
        return builder().dnsNames(dnsNames).ipAddresses(addresses).build();
    }

    /**
     * {@return texts sorted into addresses and DNS names as kubeadm does with {@code certSANs}} What is neither an IP
     * address, nor a DNS name in lower case, nor one with {@code *} as its first label is left out, as
     * {@link #invalidForKubeadm} tells; DNS names are sorted, and repetitions are left out.
     *
     * @param names the texts
     */
    public static SubjectAltNames kubeadm(List<String> names) {
        Set<String> dnsNames = new TreeSet<>();
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (String name : names) {
            Optional<InetAddress> address = IpText.parseSloppy(name);
            if (address.isPresent()) {
                addresses.add(address.get());
            } else if (isDnsName(name)) {
                dnsNames.add(name);
            }
        }
        return builder()
                .dnsNames(List.copyOf(dnsNames))
                .ipAddresses(List.copyOf(addresses))
                .build();
    }

    /**
     * {@return the texts that {@link #kubeadm} leaves out, and that kubeadm warns of: those that are neither IP address
     * nor DNS name}
     *
     * @param names the texts
     */
    public static List<String> invalidForKubeadm(List<String> names) {
        return names.stream()
                .filter(name -> IpText.parseSloppy(name).isEmpty() && !isDnsName(name))
                .toList();
    }

    private static boolean isDnsName(String text) {
        String name = text.startsWith("*.") ? text.substring(2) : text;
        return text.length() <= LONGEST_DNS_NAME && DNS_NAME.matcher(name).matches();
    }

    /** {@return a builder without names} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the DNS names in order} */
    public List<String> dnsNames() {
        return dnsNames;
    }

    /** {@return the email addresses in order} */
    public List<String> emailAddresses() {
        return emailAddresses;
    }

    /** {@return the IP addresses in order, without host names} */
    public List<InetAddress> ipAddresses() {
        return ipAddresses;
    }

    /**
     * {@return the IP addresses in order as Kubernetes writes them, such as {@code 10.0.0.9} and {@code fd00::9}: IPv6
     * in lower case, with {@code ::} for the longest row of zeros (RFC 5952)}
     */
    public List<String> ipAddressTexts() {
        return ipAddresses.stream().map(IpText::format).toList();
    }

    /** {@return the URIs in order, in the spelling that an issued certificate has} */
    public List<String> uris() {
        return uris;
    }

    /** {@return whether there is no name at all} */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** {@return the number of names of all kinds} */
    public int size() {
        return dnsNames.size() + emailAddresses.size() + ipAddresses.size() + uris.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubjectAltNames that
                && dnsNames.equals(that.dnsNames)
                && emailAddresses.equals(that.emailAddresses)
                && ipAddresses.equals(that.ipAddresses)
                && uris.equals(that.uris);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dnsNames, emailAddresses, ipAddresses, uris);
    }

    /** {@return a builder with every name} */
    public Builder toBuilder() {
        Builder builder = builder();
        builder.dnsNames = dnsNames;
        builder.emailAddresses = emailAddresses;
        builder.ipAddresses = ipAddresses;
        builder.uris = uris;
        return builder;
    }

    /** The names with their kinds, such as {@code [DNS:worker-1, IP:10.0.0.9]}. */
    @Override
    public String toString() {
        return Visible.text(Stream.of(
                        dnsNames.stream().map(name -> "DNS:" + name),
                        emailAddresses.stream().map(name -> "email:" + name),
                        ipAddressTexts().stream().map(name -> "IP:" + name),
                        uris.stream().map(name -> "URI:" + name))
                .flatMap(names -> names)
                .toList());
    }

    /** Collects {@link SubjectAltNames}. */
    public static final class Builder {
        private List<String> dnsNames = List.of();
        private List<String> emailAddresses = List.of();
        private List<InetAddress> ipAddresses = List.of();
        private List<String> uris = List.of();

        private Builder() {}

        /**
         * {@return this builder, with the DNS names}
         *
         * @param names the names, in order
         * @throws IllegalArgumentException when a name is not ASCII; the message has its IDNA form
         */
        public Builder dnsNames(String... names) {
            return dnsNames(List.of(names));
        }

        /**
         * {@return this builder, with the DNS names}
         *
         * @param names the names, in order
         * @throws IllegalArgumentException when a name is not ASCII; the message has its IDNA form
         */
        public Builder dnsNames(List<String> names) {
            for (String name : names) {
                if (!isAscii(name)) {
                    throw new IllegalArgumentException(
                            "the DNS name " + GoText.quote(name) + " is not ASCII" + inIdna(name));
                }
            }
            this.dnsNames = List.copyOf(names);
            return this;
        }

        private static String inIdna(String name) {
            try {
                return "; write " + IDN.toASCII(name);
            } catch (IllegalArgumentException e) {
                return " and has no IDNA form";
            }
        }

        /**
         * {@return this builder, with the email addresses}
         *
         * @param addresses the addresses, in order
         * @throws IllegalArgumentException when an address is not ASCII
         */
        public Builder emailAddresses(String... addresses) {
            return emailAddresses(List.of(addresses));
        }

        /**
         * {@return this builder, with the email addresses}
         *
         * @param addresses the addresses, in order
         * @throws IllegalArgumentException when an address is not ASCII
         */
        public Builder emailAddresses(List<String> addresses) {
            for (String address : addresses) {
                if (!isAscii(address)) {
                    throw new IllegalArgumentException("the email address " + GoText.quote(address) + " is not ASCII");
                }
            }
            this.emailAddresses = List.copyOf(addresses);
            return this;
        }

        /**
         * {@return this builder, with the IP addresses}
         *
         * @param addresses texts such as {@code 10.0.0.9}; nothing is looked up
         * @throws IllegalArgumentException when a text is not an IP address, such as a name or a CIDR
         */
        public Builder ipAddresses(String... addresses) {
            List<InetAddress> parsed = new ArrayList<>();
            for (String address : addresses) {
                parsed.add(IpText.parse(address)
                        .orElseThrow(
                                () -> new IllegalArgumentException(GoText.quote(address) + " is not an IP address")));
            }
            return ipAddresses(parsed);
        }

        /**
         * {@return this builder, with the IP addresses}
         *
         * @param addresses the addresses, in order
         */
        public Builder ipAddresses(List<InetAddress> addresses) {
            // Made anew, without host name and scope.
            this.ipAddresses = addresses.stream()
                    .map(address -> IpText.address(address.getAddress()))
                    .toList();
            return this;
        }

        /**
         * {@return this builder, with the URIs}
         *
         * @param uris the URIs, in order
         * @throws IllegalArgumentException when one is not ASCII, or Kubernetes cannot parse it
         */
        public Builder uris(String... uris) {
            return uris(List.of(uris));
        }

        /**
         * {@return this builder, with the URIs}
         *
         * @param uris the URIs, in order
         * @throws IllegalArgumentException when one is not ASCII, or Kubernetes cannot parse it
         */
        public Builder uris(List<String> uris) {
            List<String> normal = new ArrayList<>();
            for (String uri : uris) {
                if (!isAscii(uri)) {
                    throw new IllegalArgumentException("the URI " + GoText.quote(uri) + " is not ASCII");
                }
                try {
                    normal.add(SubjectAltNamesReader.uri(uri, KubernetesRelease.latest()));
                } catch (MalformedDer e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }
            return checkedUris(normal);
        }

        /** URIs in their normal form, by the rules of any release. */
        Builder checkedUris(List<String> uris) {
            this.uris = List.copyOf(uris);
            return this;
        }

        private static boolean isAscii(String text) {
            return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
        }

        /** {@return the names} */
        public SubjectAltNames build() {
            return new SubjectAltNames(this);
        }
    }
}
