package io.github.kubetls.examples.tools.node;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.kubelet.CertificateTemplate;
import io.github.kubetls.kubelet.CertificateTemplate.NodeAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node is to do.
 *
 * @param nodeName            the node's name
 * @param servingAddresses    the node's IP addresses for a serving certificate; none when there is to be none
 * @param rotate              whether to stay and renew certificates
 * @param release             the release whose kubelet asks; null for one that fits the server
 * @param signingCertificates the CAs that sign for nodes; null when they are those of the kubeconfig
 */
public record NodeSettings(
        String nodeName,
        List<String> servingAddresses,
        boolean rotate,
        @Nullable KubernetesRelease release,
        @Nullable Path signingCertificates) {

    /**
     * Checks the addresses.
     *
     * @throws IllegalArgumentException when one is no IP address
     */
    public NodeSettings {
        servingAddresses = List.copyOf(servingAddresses);
        for (String address : servingAddresses) {
            NodeAddress alone = NodeAddress.of(NodeAddress.Type.INTERNAL_IP, address);
            if (CertificateTemplate.kubeletServing(nodeName, List.of(alone)).isEmpty()) {
                throw new IllegalArgumentException("\"" + Journal.printable(address) + "\" is no IP address");
            }
        }
    }

    NodeCertificate client() {
        return new NodeCertificate.Client(nodeName);
    }

    boolean isServing() {
        return !servingAddresses.isEmpty();
    }

    /** The serving certificate, with the addresses that a kubelet reports in its Node: host name and IP addresses. */
    NodeCertificate serving() {
        List<NodeAddress> addresses = new ArrayList<>();
        addresses.add(NodeAddress.of(NodeAddress.Type.HOSTNAME, nodeName));
        servingAddresses.forEach(address -> addresses.add(NodeAddress.of(NodeAddress.Type.INTERNAL_IP, address)));
        return new NodeCertificate.Serving(CertificateTemplate.kubeletServing(nodeName, addresses)
                .orElseThrow(() -> new IllegalStateException("a node that serves has an IP address")));
    }
}
