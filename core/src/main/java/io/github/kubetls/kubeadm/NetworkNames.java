package io.github.kubetls.kubeadm;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.internal.net.HostPort;
import io.github.kubetls.internal.net.IpRange;
import io.github.kubetls.internal.net.IpText;
import io.github.kubetls.internal.text.GoText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the names and addresses of kubeadm's configuration, and refuses what kubeadm refuses. */
final class NetworkNames {

    private static final int FEWEST_SERVICE_ADDRESSES = 10;
    private static final int MOST_SERVICE_BITS = 20;

    private NetworkNames() {}

    /** A DNS subdomain in lower case. */
    static String dnsName(String field, String text) {
        // A colon is only in an IPv6 address, which certSANs may be.
        boolean other = text.startsWith("*.") || text.indexOf(':') >= 0;
        if (other || !SubjectAltNames.invalidForKubeadm(List.of(text)).isEmpty()) {
            throw new IllegalArgumentException(
                    field + " " + GoText.quote(text) + " is not a lowercase RFC 1123 subdomain");
        }
        return text;
    }

    static InetAddress address(String field, String text) {
        return IpText.parseSloppy(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(field + " " + GoText.quote(text) + " is not a valid IP address"));
    }

    /** The first address of the first range, which is the one of the service {@code kubernetes}. */
    static InetAddress serviceAddress(String subnets) {
        List<InetAddress> first = new ArrayList<>();
        for (String subnet : subnets.split(",", -1)) {
            IpRange range = IpRange.parse(subnet).orElseThrow(() -> refused(subnets, "couldn't parse subnet"));
            if (range.address(FEWEST_SERVICE_ADDRESSES - 1).isEmpty()) {
                throw refused(subnets, "subnet is too small");
            }
            if (range.hostBits() > MOST_SERVICE_BITS) {
                throw refused(subnets, "specified service subnet is too large");
            }
            first.add(range.address(1).orElseThrow());
        }
        if (first.size() > 2
                || first.size() == 2 && first.get(0).getClass() == first.get(1).getClass()) {
            throw refused(
                    subnets,
                    "expected one (IPv4 or IPv6) CIDR or two CIDRs from each family for dual-stack networking");
        }
        return first.get(0);
    }

    private static IllegalArgumentException refused(String subnets, String why) {
        return new IllegalArgumentException("serviceSubnet " + GoText.quote(subnets) + ": " + why);
    }

    /** The host of an endpoint, which is an address or a DNS name, with or without a port. */
    static String endpointHost(String field, String endpoint) {
        Optional<HostPort> parts = HostPort.parse(endpoint);
        if (parts.filter(part -> !part.port().isEmpty() && part.portNumber().isEmpty())
                .isPresent()) {
            throw new IllegalArgumentException(field + " " + GoText.quote(endpoint)
                    + ": port must be a valid number between 1 and 65535, inclusive");
        }
        return host(field, endpoint, parts.map(HostPort::host).orElse(endpoint));
    }

    /**
     * The URL of an endpoint: an address or a DNS name, with or without a port.
     *
     * @param field    the name of the endpoint
     * @param endpoint the endpoint
     * @param port     the port that it has without one
     */
    static String url(String field, String endpoint, String port) {
        String host = endpointHost(field, endpoint);
        return "https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + endpointPort(endpoint).orElse(port);
    }

    /** The port of an endpoint that has one. */
    static Optional<String> endpointPort(String endpoint) {
        return HostPort.parse(endpoint).map(HostPort::port).filter(port -> !port.isEmpty());
    }

    private static String host(String field, String endpoint, String host) {
        Optional<InetAddress> address = IpText.parseSloppy(host);
        return address.isPresent() ? host : dnsName("the host of " + field + " " + GoText.quote(endpoint) + ",", host);
    }

    /** Everything by which a certificate names its holder: DNS names sorted, each once. */
    static SubjectAltNames join(List<String> dnsNames, List<InetAddress> addresses, List<String> texts) {
        SubjectAltNames more = SubjectAltNames.kubeadm(texts);
        Set<String> allNames = new TreeSet<>(dnsNames);
        allNames.addAll(more.dnsNames());
        Set<InetAddress> allAddresses = new LinkedHashSet<>(addresses);
        allAddresses.addAll(more.ipAddresses());
        return SubjectAltNames.builder()
                .dnsNames(List.copyOf(allNames))
                .ipAddresses(List.copyOf(allAddresses))
                .build();
    }

    /** Findings on texts that no certificate will have as names. */
    static List<Finding> findings(String field, List<String> texts, String certificate) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            for (String text : SubjectAltNames.invalidForKubeadm(List.of(texts.get(i)))) {
                findings.add(Finding.warning(
                        "SUBJECT_ALT_NAME_INVALID",
                        Location.of(field + "[" + i + "]"),
                        GoText.quote(text) + " was not added to the '" + certificate
                                + "' SAN, because it is not a valid IP or RFC-1123 compliant DNS entry",
                        "write an IP address, a DNS name in lower case, or one whose first label is *"));
            }
        }
        return findings;
    }
}
