package io.github.kubetls.examples.tools.node;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubelet.CertificateTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One of the two certificates that a node has: what it says, who signs it, and what it must be good for. */
sealed interface NodeCertificate {

    /** What it is called in the journal. */
    String purpose();

    /** What it says. */
    CertificateTemplate template();

    /** The object that asks for it, with a name that the server generates. */
    CertificateSigningRequest object(CertificateRequest request, KubernetesRelease release);

    /**
     * Looks at a certificate with the eyes of those whom the node will show it.
     *
     * @return what they would say against it
     */
    Optional<String> defect(List<X509Certificate> chain, List<X509Certificate> authorities, Instant now);

    /**
     * With which the node authenticates to the API server.
     *
     * @param nodeName the node's name
     */
    record Client(String nodeName) implements NodeCertificate {

        @Override
        public String purpose() {
            return "client certificate";
        }

        @Override
        public CertificateTemplate template() {
            return CertificateTemplate.kubeletClient(nodeName);
        }

        @Override
        public CertificateSigningRequest object(CertificateRequest request, KubernetesRelease release) {
            return CertificateSigningRequest.kubeletClientRotation(request, release);
        }

        @Override
        public Optional<String> defect(List<X509Certificate> chain, List<X509Certificate> authorities, Instant now) {
            Authentication answer = ClientCertificateAuthenticator.of(authorities)
                    .authenticate(Credentials.clientCertificate(chain), now);
            if (answer instanceof Authentication.Rejected rejected) {
                return Optional.of(rejected.rejections().get(0).reason());
            }
            boolean isNode = answer.authenticatedUser()
                    .filter(user -> user.name().equals(UserInfo.NODE_NAME_PREFIX + nodeName))
                    .filter(user -> user.isMemberOf(UserInfo.NODES_GROUP))
                    .isPresent();
            return isNode ? Optional.empty() : Optional.of("it stands for somebody else: " + answer);
        }
    }

    /**
     * With which the node serves.
     *
     * @param template what it says
     */
    record Serving(CertificateTemplate template) implements NodeCertificate {

        @Override
        public String purpose() {
            return "serving certificate";
        }

        @Override
        public CertificateSigningRequest object(CertificateRequest request, KubernetesRelease release) {
            return CertificateSigningRequest.kubeletServing(request, release);
        }

        @Override
        public Optional<String> defect(List<X509Certificate> chain, List<X509Certificate> authorities, Instant now) {
            // The API server, with these CAs for --kubelet-certificate-authority, connects to the node by its name.
            Cluster kubelet = Cluster.builder("https://kubelet:10250")
                    .tlsServerName(template.subjectAltNames().dnsNames().get(0))
                    .certificateAuthority(PemSource.inline(Pem.write(authorities)))
                    .build();
            Kubeconfig apiServer = Kubeconfig.of(
                    "kubelet", kubelet, "kube-apiserver", AuthInfo.builder().build());
            try {
                ClientConfig.of(apiServer)
                        .trustManager()
                        .checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
                return Optional.empty();
            } catch (CertificateException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new UncheckedIOException("no file is read", e);
            }
        }
    }
}
